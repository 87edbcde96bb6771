ALTER TABLE fines ADD COLUMN paid boolean NOT NULL DEFAULT false;
INSERT INTO fines VALUES (2, 100, true);
