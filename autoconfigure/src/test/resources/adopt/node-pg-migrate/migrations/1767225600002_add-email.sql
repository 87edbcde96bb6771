-- Up Migration
alter table users add column email text;

-- Down Migration
alter table users drop column email;
