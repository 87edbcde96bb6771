CREATE TABLE shelves (id integer PRIMARY KEY, label text);
INSERT INTO shelves VALUES (1, 'A'), (2, 'B');
-- slipway: undo
DROP TABLE shelves;
