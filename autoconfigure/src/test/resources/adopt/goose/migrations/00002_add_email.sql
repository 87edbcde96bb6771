-- +goose Up
alter table users add column email text;

-- +goose Down
alter table users drop column email;
