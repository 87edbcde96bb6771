-- migrate:up
create table orders (id bigint primary key);

-- migrate:down
drop table orders;
