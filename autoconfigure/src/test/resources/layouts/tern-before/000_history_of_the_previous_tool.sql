create table schema_version (version integer not null primary key);
insert into schema_version values (10);

---- create above / drop below ----

drop table schema_version;
