CREATE TABLE paths (id integer GENERATED ALWAYS AS IDENTITY, name text);
INSERT INTO paths (name) VALUES ('main'), ('side');
