--
-- PostgreSQL database dump
--

\restrict Gh6

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
-- Name: first; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.first (
    id integer
);


--
-- PostgreSQL database dump complete
--

\unrestrict Gh6

--
-- PostgreSQL database dump
--

\restrict Jk8

-- Dumped from database version 16.14
-- Dumped by pg_dump version 16.14

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
-- Name: second; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.second (
    id integer
);


--
-- PostgreSQL database dump complete
--

\unrestrict Jk8

