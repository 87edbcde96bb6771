\set tab psql_variables
\set col 'a b'
\set one 1
\set joined 'x' y 'z' :one
\set statement 'insert into ' :tab ' values (7, ''from a statement'');'
\set quoted 'it''s \\ and \t a tab'
\set quote '\''
\set nested ':joined'
\set empty
\set semicolon 5;
\set cast ::text
\unset never
create table :tab (i int, :"col" text);
insert into :tab values (:one, :'joined');
insert into :tab values (2, ':one'), (3, $$:one$$), (4, 'a' -- :one
) /* :one */;
insert into :tab select array_length((array[8, 9])[1:1], 1), (array['p', 'q'])[1]::text;
insert into :tab values (5, :'quoted'), (6, :one::text||:'one');
:statement
insert into :tab values (10, :quote open, and :one closed');
insert into :tab values (11, :'nested'), (12, :'empty');
insert into :tab values (14, (1 :empty + :one :empty)::text);
insert into :tab select i + :one, (array[1, 2, 3])[i:i]:cast from generate_series(20, 22) i where i in (20, :one);
create function psql_variables_f() returns text language sql begin atomic; select :'joined' || :one; end;
insert into :tab values (30, psql_variables_f());
copy :tab from stdin;
40	:one :'one'
\.
set standard_conforming_strings = off;
insert into :tab values (41, :'quoted'), (42, 'a\'b :one');
set standard_conforming_strings = on;
\set one 43
insert into :tab values (:one, :'semicolon');
\unset one
insert into :tab values (44, (array['s', 't'])[1:2][1]);
