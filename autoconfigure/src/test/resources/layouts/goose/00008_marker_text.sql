-- +goose Up
CREATE TABLE notes (id integer, body text);
INSERT INTO notes VALUES (1, 'first
-- +goose Down
DROP TABLE notes;
last');
/* kept as history:
-- +goose Down
DROP TABLE notes;
*/
CREATE FUNCTION goose_help() RETURNS text AS $help$
BEGIN
-- +goose StatementEnd
-- +goose NO TRANSACTION
    RETURN 'write -- +goose Up in the first line;';
END;
$help$ LANGUAGE plpgsql;
INSERT INTO notes VALUES (2, goose_help());
-- migrate:down
-- +migrate Down
INSERT INTO notes VALUES (3, 'other tools'' markers are comments here');

-- +goose Down
DROP FUNCTION goose_help();
DROP TABLE notes;
