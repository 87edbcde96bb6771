CREATE INDEX CONCURRENTLY "Message_roomId_idx" ON "Message"("roomId");
