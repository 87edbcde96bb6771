CREATE TABLE tools (id integer PRIMARY KEY,
  name text);
INSERT INTO tools VALUES (1, 'spade'), (2, 'fork');
