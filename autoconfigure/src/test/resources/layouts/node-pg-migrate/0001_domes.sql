-- Up Migration
CREATE TABLE domes (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO domes VALUES (1, 'Kuppel; West'), (2, 'Østkuppel');

-- Down Migration
DROP TABLE domes;
