--! Previous: sha1:a144eb20c2a01429a8454fce7e35a59edd7a9b53
--! Hash: sha1:4ed52281370cf4263af47753396f5ca161818d70
--! Message: create orders

create table orders (id bigint primary key);
