-- +goose Up
create table orders (id bigint primary key);

-- +goose Down
drop table orders;
