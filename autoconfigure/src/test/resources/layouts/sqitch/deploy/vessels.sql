-- Deploy harbour:vessels to pg

BEGIN;

CREATE TABLE vessels (
    id integer PRIMARY KEY,
    name text NOT NULL,
    draught numeric(4, 1)
);
INSERT INTO vessels VALUES (1, 'Måken', 2.5), (2, 'Orca; the second', 7);

COMMIT;
