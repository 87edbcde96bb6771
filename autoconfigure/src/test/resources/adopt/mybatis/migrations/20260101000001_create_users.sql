-- // create users
-- Migration SQL that makes the change goes here.

create table users (id bigint primary key);

-- //@UNDO
-- SQL to undo the change goes here.

drop table users;
