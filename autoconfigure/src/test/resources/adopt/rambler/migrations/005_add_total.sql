-- rambler up
alter table orders add column total numeric;

-- rambler down
alter table orders drop column total;
