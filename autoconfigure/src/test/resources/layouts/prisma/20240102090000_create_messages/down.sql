DROP TABLE "Message";
DROP TYPE "Kind";
