-- Version 2.2.
CREATE TABLE tickets (id integer PRIMARY KEY, event_id integer REFERENCES events (id), price numeric(8, 2));
