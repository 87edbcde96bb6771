CREATE TABLE looms (id integer PRIMARY KEY, name text NOT NULL);
