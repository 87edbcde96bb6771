-- Rooms of the clinic.

-- +migrate Up
CREATE TABLE rooms (id integer PRIMARY KEY, label text NOT NULL);

-- +migrate Down
DROP TABLE rooms;
