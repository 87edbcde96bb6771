--
-- PostgreSQL database dump
--

\restrict Ui3

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

ALTER TABLE IF EXISTS ONLY public.tickets DROP CONSTRAINT IF EXISTS tickets_pkey;
DROP VIEW IF EXISTS public.ticket_kinds;
DROP TABLE IF EXISTS public.never_was;
DROP FUNCTION IF EXISTS public.never_was(integer, text);
SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: tickets tickets_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (id);


--
-- Name: ticket_kinds; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.ticket_kinds AS
 SELECT DISTINCT tickets.kind
   FROM public.tickets
  WHERE (tickets.kind IS NOT NULL);


--
-- PostgreSQL database dump complete
--

\unrestrict Ui3

