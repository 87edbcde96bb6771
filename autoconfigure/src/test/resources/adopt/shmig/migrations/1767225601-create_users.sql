-- Migration: create_users
-- ====  UP  ====
create table users (id bigint primary key);

-- ==== DOWN ====
drop table users;
