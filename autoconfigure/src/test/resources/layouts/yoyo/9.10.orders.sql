CREATE TABLE orders (id integer PRIMARY KEY, loaf_id integer REFERENCES loaves (id));
INSERT INTO orders VALUES (1, 1);
