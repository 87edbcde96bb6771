-- CreateTable
CREATE TABLE "Mark" ("id" SERIAL PRIMARY KEY, "pupilId" INTEGER REFERENCES "pupils"("id"), "points" INTEGER);
