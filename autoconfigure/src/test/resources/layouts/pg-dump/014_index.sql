\set ON_ERROR_STOP on
\echo 'a dump with one thing added by hand'
SET search_path = public, pg_catalog;
COPY crlf FROM stdin;
3	three
\.
CREATE UNIQUE INDEX CONCURRENTLY crlf_id ON crlf (id);
COPY crlf FROM stdin;
4	four
\.
\qecho done
