-- +migrate Up
CREATE TABLE words (w text);
INSERT INTO words VALUES ('backslash \'), ('end; \');
CREATE FUNCTION word_kind(w text) RETURNS text LANGUAGE sql BEGIN ATOMIC
  SELECT CASE WHEN w LIKE '%;%' THEN 'odd' ELSE CASE WHEN w = '' THEN 'empty' ELSE 'plain' END END;
END;
-- +migrate Down
DROP FUNCTION word_kind(text);
DROP TABLE words
