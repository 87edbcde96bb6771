ALTER TABLE "Room" ADD COLUMN "slug" TEXT;
UPDATE "Room" SET "slug" = lower("name");
COMMIT;
CREATE UNIQUE INDEX CONCURRENTLY "Room_slug_key" ON "Room"("slug");
BEGIN;
ALTER TABLE "Room" ALTER COLUMN "slug" SET NOT NULL
