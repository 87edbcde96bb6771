create table refused (a int);
select $a$ abc; $b$
