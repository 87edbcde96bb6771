-- add email
-- depends: 0001.create-users

alter table users add column email text;
