-- +goose Up
CREATE TABLE pupils (id integer PRIMARY KEY, name text);
-- +goose StatementBegin
CREATE FUNCTION greet(pupil text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN 'Hello ' || pupil || ';';
END
$$
-- +goose StatementEnd
-- +goose ENVSUB ON
INSERT INTO pupils VALUES (1, '${SLIPWAY_TEST_PUPIL:-Ida}');
-- +goose ENVSUB OFF
-- +goose Down
DROP FUNCTION greet(text);
DROP TABLE pupils;
