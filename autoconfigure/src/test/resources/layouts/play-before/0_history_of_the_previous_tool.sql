CREATE TABLE play_evolutions (id integer PRIMARY KEY, hash varchar(255) NOT NULL, state varchar(255));
INSERT INTO play_evolutions VALUES (10, 'f3a1', 'applied');
