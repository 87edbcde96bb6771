-- rambler up
create table users (id bigint primary key);

-- rambler down
drop table users;
