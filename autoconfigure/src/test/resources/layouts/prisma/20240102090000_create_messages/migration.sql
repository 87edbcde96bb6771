-- CreateEnum
CREATE TYPE "Kind" AS ENUM ('TEXT', 'IMAGE;');

-- CreateTable
CREATE TABLE "Message" (
    "id" INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "kind" "Kind" NOT NULL DEFAULT 'TEXT',
    "body" JSONB NOT NULL DEFAULT '{}',
    "authorId" INTEGER NOT NULL
);

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
