--
-- PostgreSQL database dump
--

\restrict Op1

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
-- Name: 424242; Type: BLOB; Schema: -; Owner: -
--

SELECT pg_catalog.lo_create('424242');


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('424242', 131072);
SELECT pg_catalog.lowrite(0, '\x706963747572653b');
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- Name: pictures; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pictures (
    item_id integer,
    data oid
);


COPY public.pictures (item_id, data) FROM stdin;
1	424242
\.


--
-- PostgreSQL database dump complete
--

\unrestrict Op1

