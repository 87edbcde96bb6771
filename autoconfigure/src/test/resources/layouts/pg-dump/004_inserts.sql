--
-- PostgreSQL database dump
--

\restrict Ty5

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
-- Name: guests; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.guests (
    id integer NOT NULL,
    name text,
    visit tstzrange,
    raw bytea,
    bits bit(4),
    paid numeric(6,2)
);


--
-- Data for Name: guests; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.guests VALUES (1, 'O''Brien; first', '["2024-01-01 10:00:00+00","2024-01-01 12:00:00+00")', '\x00ff', B'1010', 12.50);
INSERT INTO public.guests VALUES (2, 'two
lines', 'empty', '\x', B'0000', NULL);
INSERT INTO public.guests (id, name) VALUES (3, 'back\slash\');
INSERT INTO public.guests (id, name) VALUES (4, E'escaped\\ \'quote\'');


--
-- PostgreSQL database dump complete
--

\unrestrict Ty5

