-- +migrate Up
COMMENT ON TABLE rooms IS '-- +migrate Down
DROP TABLE rooms;
-- +migrate Up';
-- +goose Down
-- migrate:down
COMMENT ON TABLE patients IS 'not undone';
