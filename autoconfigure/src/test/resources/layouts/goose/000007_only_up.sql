-- +goose Up
ALTER TABLE warehouses ADD COLUMN opened date;
UPDATE warehouses SET opened = '2020-02-29' WHERE id = 1;
