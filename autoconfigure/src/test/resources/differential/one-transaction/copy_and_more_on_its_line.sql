create table copy_and_more (a int); copy copy_and_more from stdin; -- a comment; on its line
1
2
\.
insert into copy_and_more values (3); copy copy_and_more from stdin; /* another */
4
\.
insert into copy_and_more values (5);
