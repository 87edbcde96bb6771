-- Migration: add_total
-- ====  UP  ====
alter table orders add column total numeric;

-- ==== DOWN ====
alter table orders drop column total;
