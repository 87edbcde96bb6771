-- Migration: pots
-- ==== DOWN ====
DROP TABLE pots;
-- ====  UP  ====
CREATE TABLE pots (id integer PRIMARY KEY, kiln_id integer REFERENCES kilns (id), glaze text);
INSERT INTO pots VALUES (1, 1, 'ash');
