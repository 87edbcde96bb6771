-- +migrate Up
CREATE TABLE lessons (id integer PRIMARY KEY, class_id integer REFERENCES classes (id), topic text);
-- +migrate Down
DROP TABLE lessons;
