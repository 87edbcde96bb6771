-- Migration: kilns
-- Created at: 2023-11-14 22:13:20
-- ====  UP  ====

BEGIN;
CREATE TABLE kilns (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO kilns VALUES (1, 'old; brick'), (2, 'Brennofen');
COMMIT;

-- ==== DOWN ====

BEGIN;
DROP TABLE kilns;
COMMIT;
