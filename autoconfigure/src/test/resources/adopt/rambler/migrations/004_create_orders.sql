-- rambler up
create table orders (id bigint primary key);

-- rambler down
drop table orders;
