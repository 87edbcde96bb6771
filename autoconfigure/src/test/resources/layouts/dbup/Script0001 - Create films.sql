CREATE TABLE films (id integer PRIMARY KEY, title text NOT NULL);
CREATE TABLE screens (id integer PRIMARY KEY, seats integer);
