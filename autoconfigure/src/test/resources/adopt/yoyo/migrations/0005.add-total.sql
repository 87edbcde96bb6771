-- add total
-- depends: 0004.create-orders

alter table orders add column total numeric;
