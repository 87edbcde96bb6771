CREATE TABLE venues (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE seats (venue_id integer REFERENCES venues (id), seat text, PRIMARY KEY (venue_id, seat));
INSERT INTO venues VALUES (1, 'Opera'), (2, 'Arena');
