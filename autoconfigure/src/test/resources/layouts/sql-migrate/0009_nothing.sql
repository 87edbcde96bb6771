-- +migrate Up
-- nothing to do

-- +migrate Down
-- nothing to undo!
