CREATE TABLE cloths (id integer PRIMARY KEY, loom_id integer REFERENCES looms (id), cm integer);
INSERT INTO cloths SELECT id, id, cm - 5 FROM looms
