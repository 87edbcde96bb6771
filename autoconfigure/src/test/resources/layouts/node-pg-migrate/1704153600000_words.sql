-- A note of the author
-- Up Migration
CREATE TABLE words (id integer PRIMARY KEY, body text);
INSERT INTO words VALUES (1, 'keep {mm} and :name and $1');
-- migrate:down
INSERT INTO words VALUES (2, 'other tools have other words');

-- Down Migration
DELETE FROM words;
DROP TABLE words;
