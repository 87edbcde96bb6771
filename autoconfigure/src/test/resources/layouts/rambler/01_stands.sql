-- Two parts up and two parts down.
-- rambler up
CREATE TABLE stands (id integer PRIMARY KEY, label text NOT NULL);
-- rambler down
DROP TABLE stands;
-- rambler up
INSERT INTO stands VALUES (1, 'first desk; left'), (2, 'første pult');
-- rambler down
DELETE FROM stands;
