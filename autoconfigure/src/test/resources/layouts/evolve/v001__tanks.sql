CREATE TABLE tanks (id integer PRIMARY KEY, name text NOT NULL, litres integer);
INSERT INTO tanks VALUES (1, 'reef; warm', 600), (2, 'Kaltwasser', 90);
