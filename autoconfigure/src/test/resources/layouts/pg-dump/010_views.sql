--
-- PostgreSQL database dump
--

\restrict Df4

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
-- Name: visits_by_month; Type: MATERIALIZED VIEW; Schema: public; Owner: -
--

CREATE MATERIALIZED VIEW public.visits_by_month AS
 SELECT date_trunc('month'::text, (visits.day)::timestamp without time zone) AS month,
    sum(visits.guests) AS guests
   FROM public.visits
  GROUP BY (date_trunc('month'::text, (visits.day)::timestamp without time zone))
  WITH NO DATA;


--
-- Name: visits_statistics; Type: STATISTICS; Schema: public; Owner: -
--

CREATE STATISTICS public.visits_statistics (dependencies) ON day, guests FROM public.visits_2024;


--
-- Name: ===; Type: OPERATOR; Schema: public; Owner: -
--

CREATE FUNCTION public.same(anyelement, anyelement) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $_$SELECT $1 IS NOT DISTINCT FROM $2$_$;


CREATE OPERATOR public.=== (
    FUNCTION = public.same,
    LEFTARG = anyelement,
    RIGHTARG = anyelement,
    COMMUTATOR = OPERATOR(public.===)
);


--
-- Name: visits_by_month; Type: MATERIALIZED VIEW DATA; Schema: public; Owner: -
--

REFRESH MATERIALIZED VIEW public.visits_by_month;


--
-- PostgreSQL database dump complete
--

\unrestrict Df4

