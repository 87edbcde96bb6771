-- add name
-- depends: 0002.add-email

alter table users add column name text;
