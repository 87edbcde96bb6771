-- Up Migration
alter table orders add column total numeric;

-- Down Migration
alter table orders drop column total;
