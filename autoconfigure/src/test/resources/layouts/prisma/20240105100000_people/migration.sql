-- And once more.
INSERT INTO "User" ("email") VALUES ('ida@example.org'), ('jon@example.org');
INSERT INTO "Message" ("authorId", "roomId", "body") SELECT u."id", r."id", jsonb_build_object('text', r."name" || '?') FROM "User" u CROSS JOIN "Room" r;
