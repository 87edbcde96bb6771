-- The same timestamp as the folder before, which must have run.
INSERT INTO "Room" VALUES (1, 'Lobby'), (2, 'Attic');
ALTER TABLE "Message" ADD COLUMN "roomId" INTEGER REFERENCES "Room"("id");
