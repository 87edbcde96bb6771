CREATE TABLE tickets (id integer, kind text, note text);
COPY tickets FROM STDIN WITH (FORMAT csv, HEADER true, NULL 'none');
id,kind,note
1,"adult; full","two
lines, with ""quotes"""
2,child,none
3,,'$$'
\.
copy public.tickets (id, kind) from stdin (delimiter '|');
4|group
5|a\|b
\.
COPY tickets (id)
    FROM STDIN;
6
7
\.
INSERT INTO tickets (id, kind) VALUES (8, 'after the data');
