CREATE TABLE schools (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO schools VALUES (1, 'Hill School'), (2, 'Écoles du Lac');
