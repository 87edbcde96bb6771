-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY stock_sku ON stock (sku);
CREATE INDEX CONCURRENTLY IF NOT EXISTS stock_warehouse
    ON stock (warehouse_id);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS stock_sku;
DROP INDEX CONCURRENTLY IF EXISTS stock_warehouse;
