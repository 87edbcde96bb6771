-- !Ups
CREATE TABLE harvests (hive_id integer REFERENCES hives (id), kilos integer);
INSERT INTO harvests VALUES (1, 25), (2, 11);

-- !Downs
DROP TABLE harvests;
