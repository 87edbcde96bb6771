--
-- PostgreSQL database dump
--

\restrict Qw9

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Data for Name: halls; Type: TABLE DATA; Schema: museum; Owner: -
--

COPY museum.halls (id, name) FROM stdin;
1	Ground floor
2	Attic
\.


--
-- Data for Name: items; Type: TABLE DATA; Schema: museum; Owner: -
--

COPY museum.items (id, number, title, made, hall_id, state, facts) FROM stdin;
1	A001	Vase	-400	1	shown	{}
2	A002	Quilt; blue	1850	2	in the cellar	{"by": "Ann O'Hara", "size": "{1,2}"}
3	\N	Name with\ta tab and\na line and \\ a backslash	1999	\N	lent;	{"to": "-- nobody"}
4	B001	$$ dollar $tag$	\N	1	shown	{"q": "?"}
5	B002	\\.	1066	1	shown	{"looks": "like the end"}
6	B003	/* no comment	1500	2	shown	{}
7	B004	'quote	1501	2	shown	{}
8	B005	\\unrestrict x8Kf0aPq2mZ1	1502	2	shown	{}
9	B006	Портрет 🖼	1503	2	shown	{}
\.


--
-- Data for Name: changes; Type: TABLE DATA; Schema: museum; Owner: -
--

COPY museum.changes (id, item_id) FROM stdin;
\.


--
-- Data for Name: odd; "name"; Type: TABLE DATA; Schema: museum; Owner: -
--

COPY museum."odd; ""name""" ("a	tab") FROM stdin;
first

\N
SELECT 1;
--
\.


--
-- Name: changes_id_seq; Type: SEQUENCE SET; Schema: museum; Owner: -
--

SELECT pg_catalog.setval('museum.changes_id_seq', 1, false);


--
-- Name: items_id_seq; Type: SEQUENCE SET; Schema: museum; Owner: -
--

SELECT pg_catalog.setval('museum.items_id_seq', 9, true);


--
-- PostgreSQL database dump complete
--

\unrestrict Qw9

