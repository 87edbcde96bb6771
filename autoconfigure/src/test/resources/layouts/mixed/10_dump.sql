--
-- PostgreSQL database dump
--

\restrict Mx10

SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;

CREATE TABLE public.meals (
    id integer NOT NULL,
    dish text
);

COPY public.meals (id, dish) FROM stdin;
1	soup; hot
2	\N
3	rice\tpudding
\.

\unrestrict Mx10
