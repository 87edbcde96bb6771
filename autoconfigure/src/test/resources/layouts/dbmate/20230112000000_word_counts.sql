-- migrate:up
CREATE FUNCTION words(body text) RETURNS text
LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN body IS NULL THEN 'none' ELSE
    CASE WHEN body LIKE '%;%' THEN 'odd;\' ELSE 'some' END
  END;
END;
CREATE VIEW word_counts AS SELECT id, words(body) FROM posts;

-- migrate:down
DROP VIEW word_counts;
DROP FUNCTION words(text);
