\set ON_ERROR_STOP on
\echo a message; with 'quotes'
create table psql_lines (a int);
\qecho 'and more'
\warn warned
\timing off
\pset pager off
	\echo indented
insert into psql_lines values (1); \echo at the end of a line
insert into psql_lines values (2);
