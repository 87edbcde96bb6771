-- +goose Up
CREATE SCHEMA archive;
SET search_path TO archive;
CREATE TABLE movements (id integer, at timestamptz);
SET standard_conforming_strings = off;
INSERT INTO movements VALUES (1, '2024-01-01 00:00:00+00');
COMMENT ON TABLE movements IS 'it\'s old;';

-- +goose Down
DROP SCHEMA archive CASCADE;
