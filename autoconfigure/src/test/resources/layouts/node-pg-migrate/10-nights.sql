-- Down first.
   --- down MIGRATION:
DROP TABLE nights;

--   Up	migration and more words
CREATE TABLE nights (day date PRIMARY KEY, clear boolean);
INSERT INTO nights VALUES ('2024-01-10', true), ('2024-01-11', false);
