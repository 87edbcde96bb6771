-- +migrate Up
create table users (id bigint primary key);

-- +migrate Down
drop table users;
