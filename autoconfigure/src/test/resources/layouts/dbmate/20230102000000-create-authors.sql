-- Who wrote what.
   -- An indented comment may stand here too;

-- migrate:up
CREATE TABLE authors (id integer PRIMARY KEY, name text NOT NULL);
ALTER TABLE posts ADD COLUMN author_id integer REFERENCES authors (id);
INSERT INTO authors VALUES (1, 'Noor'), (2, 'Çelik');
-- migrate:down
ALTER TABLE posts DROP COLUMN author_id;
DROP TABLE authors;
