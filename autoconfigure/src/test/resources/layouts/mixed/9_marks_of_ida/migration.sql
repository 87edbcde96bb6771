INSERT INTO "Mark" ("pupilId", "points") SELECT "id", 14 FROM "pupils";
