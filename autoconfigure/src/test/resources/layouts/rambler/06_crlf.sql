-- rambler up
CREATE TABLE scores (id integer, title text);
INSERT INTO scores VALUES (1, 'No. 5');
-- rambler down
DROP TABLE scores;
