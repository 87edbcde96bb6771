-- +migrate Up
alter table orders add column total numeric;

-- +migrate Down
alter table orders drop column total;
