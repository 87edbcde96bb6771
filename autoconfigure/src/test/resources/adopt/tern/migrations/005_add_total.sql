alter table orders add column total numeric;

---- create above / drop below ----

alter table orders drop column total;
