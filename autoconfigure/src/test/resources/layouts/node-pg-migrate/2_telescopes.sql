CREATE TABLE telescopes (id integer PRIMARY KEY, dome_id integer REFERENCES domes (id), mm integer);
-- no marker at all: all of the file is up
INSERT INTO telescopes VALUES (1, 1, 450), (2, 2, 90)
