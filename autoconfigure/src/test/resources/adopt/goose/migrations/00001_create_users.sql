-- +goose Up
create table users (id bigint primary key);

-- +goose Down
drop table users;
