--! Previous: -
--! Hash: sha1:259280b787b3a0e4962026bdde4e2f6ec3ed400a
--! Message: create users

create table users (id bigint primary key);
