create table refused (a int);
select 'abc;
