create table refused (a int);
copy refused from stdin;
1	2
\.
