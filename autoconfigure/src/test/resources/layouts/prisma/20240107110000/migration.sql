-- No name.
UPDATE "Message" SET "kind" = 'IMAGE;' WHERE "body" ->> 'text' LIKE 'Attic%' AND "body" ? 'text';
