-- +goose Up
alter table orders add column total numeric;

-- +goose Down
alter table orders drop column total;
