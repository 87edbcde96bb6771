-- The warehouses and what lies in them.

-- +goose Up
CREATE TABLE warehouses (
    id integer PRIMARY KEY,
    city text NOT NULL
);
-- +goose Down
DROP TABLE warehouses;
