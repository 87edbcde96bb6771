CREATE SCHEMA pump;
SET search_path TO pump, public;
CREATE TABLE pumps (id integer);
INSERT INTO fish VALUES (4, 3, 'loach; striped'), (5, NULL, NULL);
