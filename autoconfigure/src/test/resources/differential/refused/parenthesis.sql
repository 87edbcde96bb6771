create table refused (a int;
