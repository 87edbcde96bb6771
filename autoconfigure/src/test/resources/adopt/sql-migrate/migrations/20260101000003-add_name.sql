-- +migrate Up
alter table users add column name text;

-- +migrate Down
alter table users drop column name;
