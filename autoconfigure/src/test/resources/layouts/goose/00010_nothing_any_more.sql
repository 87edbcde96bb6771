-- +goose Up
-- Taken back before anybody had it.

-- +goose Down
