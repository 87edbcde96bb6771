-- +goose Up
ALTER TABLE goose_db_version ADD COLUMN note text;
UPDATE goose_db_version SET note = 'applied by the previous tool' WHERE version_id > 0;

-- +goose Down
ALTER TABLE goose_db_version DROP COLUMN note;
