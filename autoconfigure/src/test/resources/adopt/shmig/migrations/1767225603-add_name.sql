-- Migration: add_name
-- ====  UP  ====
alter table users add column name text;

-- ==== DOWN ====
alter table users drop column name;
