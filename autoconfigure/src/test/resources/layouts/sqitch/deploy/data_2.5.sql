BEGIN;
CREATE TABLE flags (code text PRIMARY KEY, meaning text);
COPY flags (code, meaning) FROM stdin;
A	diver down; keep clear
B	\N
C	yes
\.
COMMIT;
