-- Up Migration
create table users (id bigint primary key);

-- Down Migration
drop table users;
