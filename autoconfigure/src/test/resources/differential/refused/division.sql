create table refused (a int);
insert into refused values (1/0);
