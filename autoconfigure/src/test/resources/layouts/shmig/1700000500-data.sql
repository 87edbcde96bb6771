-- ====  UP  ====
COPY pots (id, glaze) FROM stdin;
3	celadon; green
4	\N
\.
-- ==== DOWN ====
DELETE FROM pots WHERE id > 2;
