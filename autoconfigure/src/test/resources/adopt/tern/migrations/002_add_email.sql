alter table users add column email text;

---- create above / drop below ----

alter table users drop column email;
