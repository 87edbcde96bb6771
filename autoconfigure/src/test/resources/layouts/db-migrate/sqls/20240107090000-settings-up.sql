CREATE SCHEMA winter;
SET LOCAL search_path TO winter, public;
CREATE TABLE lines (id integer);
INSERT INTO lines VALUES (7);
