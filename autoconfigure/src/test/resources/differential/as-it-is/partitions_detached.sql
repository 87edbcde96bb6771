create table partitions_detached (id int, t text) partition by range (id);
create table partitions_detached_1 partition of partitions_detached for values from (0) to (10);
create table partitions_detached_2 partition of partitions_detached for values from (10) to (20);
insert into partitions_detached select i, ';' from generate_series(0, 19) i;
alter table partitions_detached detach partition partitions_detached_1 concurrently;
