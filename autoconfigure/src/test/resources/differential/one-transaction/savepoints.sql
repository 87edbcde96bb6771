create table savepoints (a int);
insert into savepoints values (1);
savepoint one; insert into savepoints values (2);
rollback to one; insert into savepoints values (3);
savepoint two; insert into savepoints values (4); release savepoint two;
savepoint three; delete from savepoints; rollback work to savepoint three; release three;
