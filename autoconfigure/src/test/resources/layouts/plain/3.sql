CREATE TABLE branches (id integer PRIMARY KEY, city text NOT NULL);
INSERT INTO branches VALUES (1, 'Lund'), (2, 'Graz') -- the file ends without a newline and without a semicolon