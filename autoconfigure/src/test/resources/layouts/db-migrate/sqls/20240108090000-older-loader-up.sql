CREATE TABLE captains (id integer PRIMARY KEY,
  name text);
INSERT INTO captains VALUES (1, 'Åse; the elder');
