start transaction;
create table start_commit (a int);
insert into start_commit values (case when true then 1 end);
savepoint s; insert into start_commit values (2); rollback to savepoint s;
commit work;
