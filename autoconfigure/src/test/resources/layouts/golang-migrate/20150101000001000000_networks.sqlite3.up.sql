CREATE TABLE "networks" ("id" TEXT PRIMARY KEY, "created_at" DATETIME NOT NULL);
INSERT INTO networks VALUES (lower(hex(randomblob(16))), datetime('now'));
