create table copy_until_the_end (a int, b text);
copy copy_until_the_end from stdin;
1	one
2	two;
3	no line end