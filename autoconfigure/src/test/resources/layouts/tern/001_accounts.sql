create table accounts (
  id integer primary key,
  owner text not null
);

---- create above / drop below ----

drop table accounts;
