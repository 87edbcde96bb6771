BEGIN;
CREATE TABLE pilot_names (path text);
INSERT INTO pilot_names VALUES ('C:\pilots\');
COMMIT