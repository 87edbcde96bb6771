create table copy_text (a int, b text, "c;" text default 'c');
COPY copy_text (a, b) FROM stdin;
1	a;b
2	it's "quoted" -- $$ /* ; \\. \t tab \\N
3	\N
4	
\.
copy copy_text from stdin;
\.

copy copy_text from STDIN with delimiter ',' null '';
6,,x
\.
copy public.copy_text ("c;", a)
	from /* here; */ stdin -- now
	(format text, delimiter '|', null '?')
;
select 1;|8
?|9
\.
insert into copy_text values (10, 'between', ';');
copy copy_text from stdin (format csv, header, quote '''', null 'NULL');
a,b,c
11,'it''s; "quoted"',NULL
12,'two
lines; and

more',''
13,"x",\x
\.
copy copy_text from stdin with csv header delimiter ';' quote as '"' force not null b;
a;b;c
14;"x;""y""";
\.
COPY copy_text (a) FROM STDIN WHERE a > 15;
15
16
\.
create table "from stdin" (stdin text, stdout text); copy "from stdin" from stdin;
stdin	stdout
\.
create table copy_nothing ();
copy copy_nothing from stdin;


\.
select count(*) from copy_text;
