-- +migrate Up
CREATE TABLE gorp_migrations (id text NOT NULL PRIMARY KEY, applied_at timestamptz);
INSERT INTO gorp_migrations VALUES ('0001_rooms.sql', '2020-01-01 00:00:00+00');

-- +migrate Down
DROP TABLE gorp_migrations;
