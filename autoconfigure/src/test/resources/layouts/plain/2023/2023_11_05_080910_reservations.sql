-- Version 20231105080910.
CREATE TABLE reservations (id integer PRIMARY KEY, member_id integer REFERENCES members (id));
