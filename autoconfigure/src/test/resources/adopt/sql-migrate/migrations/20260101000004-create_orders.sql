-- +migrate Up
create table orders (id bigint primary key);

-- +migrate Down
drop table orders;
