-- // create orders
-- Migration SQL that makes the change goes here.

create table orders (id bigint primary key);

-- //@UNDO
-- SQL to undo the change goes here.

drop table orders;
