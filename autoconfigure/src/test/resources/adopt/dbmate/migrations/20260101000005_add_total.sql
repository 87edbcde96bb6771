-- migrate:up
alter table orders add column total numeric;

-- migrate:down
alter table orders drop column total;
