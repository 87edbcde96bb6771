-- Migration: add_email
-- ====  UP  ====
alter table users add column email text;

-- ==== DOWN ====
alter table users drop column email;
