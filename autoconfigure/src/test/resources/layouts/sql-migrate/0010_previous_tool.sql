-- +migrate Up
ALTER TABLE gorp_migrations ADD COLUMN applied_by text DEFAULT 'the previous tool';

-- +migrate Down
ALTER TABLE gorp_migrations DROP COLUMN applied_by;
