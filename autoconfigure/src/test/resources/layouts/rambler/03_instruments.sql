-- rambler up
ALTER TABLE players ADD COLUMN instrument text;
UPDATE players SET instrument = 'viola' WHERE id = 1
-- rambler down
ALTER TABLE players DROP COLUMN instrument;
