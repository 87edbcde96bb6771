alter table users add column name text;

---- create above / drop below ----

alter table users drop column name;
