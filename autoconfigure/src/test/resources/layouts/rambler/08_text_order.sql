-- rambler up
CREATE TABLE rehearsals (id integer PRIMARY KEY, room text);
-- rambler down
DROP TABLE rehearsals;
