-- Migration: create_orders
-- ====  UP  ====
create table orders (id bigint primary key);

-- ==== DOWN ====
drop table orders;
