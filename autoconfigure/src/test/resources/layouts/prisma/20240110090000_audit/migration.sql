BEGIN;

CREATE SCHEMA "audit";
CREATE TABLE "audit"."Log" ("id" INTEGER GENERATED ALWAYS AS IDENTITY, "what" TEXT);
CREATE RULE "Room_renamed" AS ON UPDATE TO "Room" DO ALSO (
  INSERT INTO "audit"."Log" ("what") VALUES ('from ' || OLD."name");
  INSERT INTO "audit"."Log" ("what") VALUES ('to ' || NEW."name")
);
SET search_path TO "audit";
COMMIT;
