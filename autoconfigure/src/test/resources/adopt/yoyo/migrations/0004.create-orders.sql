-- create orders
-- depends: 0003.add-name

create table orders (id bigint primary key);
