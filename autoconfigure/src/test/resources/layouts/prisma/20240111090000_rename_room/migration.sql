UPDATE "Room" SET "name" = 'Hall' WHERE "id" = 1;
CREATE TABLE "Log" ("id" INTEGER);
