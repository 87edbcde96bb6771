ALTER TABLE ferries ADD COLUMN decks integer;
UPDATE ferries SET decks = 2 + id;
