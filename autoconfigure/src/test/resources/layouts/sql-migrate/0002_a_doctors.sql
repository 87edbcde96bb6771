-- +migrate Up
CREATE TABLE doctors (id integer PRIMARY KEY, name text NOT NULL, room_id integer REFERENCES rooms (id));
-- +migrate Down
DROP TABLE doctors;
