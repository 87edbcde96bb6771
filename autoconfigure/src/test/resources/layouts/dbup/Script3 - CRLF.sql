CREATE TABLE snacks (id integer, name text);
INSERT INTO snacks VALUES (1, 'popcorn');
