-- rambler up
CREATE TABLE players (id integer PRIMARY KEY, stand_id integer REFERENCES stands (id), name text);
INSERT INTO players VALUES (1, 1, 'Ada'), (2, 2, 'Bruno');
-- rambler down
DROP TABLE players;
