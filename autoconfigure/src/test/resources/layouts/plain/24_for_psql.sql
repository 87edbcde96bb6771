\set ON_ERROR_STOP on
\echo 'loading; covers'
\timing off
\pset pager off
CREATE TABLE covers (book_id integer, colour text);
\qecho half way
COPY covers (book_id, colour) FROM stdin;
1	red; green
2	\N
3	\\restrict me
\.
\warn 'done'
INSERT INTO covers VALUES (4, 'blue');
