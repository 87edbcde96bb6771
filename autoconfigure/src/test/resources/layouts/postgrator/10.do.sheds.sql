ALTER TABLE plots ADD COLUMN shed boolean DEFAULT false;
-- Up and down markers of other tools are comments here, with nothing behind them.
-- +goose Down
-- migrate:down
