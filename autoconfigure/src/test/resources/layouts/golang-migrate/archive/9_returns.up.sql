CREATE TABLE returns (order_id integer PRIMARY KEY REFERENCES orders (id), reason text);
INSERT INTO returns VALUES (1, E'broken\ton arrival');
