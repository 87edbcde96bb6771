BEGIN;
CREATE SCHEMA crew;
SET search_path TO crew;
SET standard_conforming_strings = off;
CREATE TABLE pilots (id integer PRIMARY KEY, note text);
INSERT INTO pilots VALUES (1, 'it\'s; his');
COMMIT;
