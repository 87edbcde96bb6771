-- // crlf
CREATE TABLE rounds (id integer PRIMARY KEY,

  name text);
INSERT INTO rounds VALUES (1, 'morning');
-- //@UNDO
DROP TABLE rounds;
