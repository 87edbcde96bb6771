--
-- PostgreSQL database dump
--

\restrict Er7

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
-- Name: halls halls_pkey; Type: CONSTRAINT; Schema: museum; Owner: -
--

ALTER TABLE ONLY museum.halls
    ADD CONSTRAINT halls_pkey PRIMARY KEY (id);


--
-- Name: items items_pkey; Type: CONSTRAINT; Schema: museum; Owner: -
--

ALTER TABLE ONLY museum.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);


--
-- Name: changes changes_pkey; Type: CONSTRAINT; Schema: museum; Owner: -
--

ALTER TABLE ONLY museum.changes
    ADD CONSTRAINT changes_pkey PRIMARY KEY (id);


--
-- Name: items_title; Type: INDEX; Schema: museum; Owner: -
--

CREATE INDEX items_title ON museum.items USING btree (title) WHERE (state <> 'lent;'::museum.state);


--
-- Name: items_facts; Type: INDEX; Schema: museum; Owner: -
--

CREATE INDEX items_facts ON museum.items USING gin (facts);


--
-- Name: halls forget; Type: RULE; Schema: museum; Owner: -
--

CREATE RULE forget AS
    ON DELETE TO museum.halls DO INSTEAD ( UPDATE museum.items SET hall_id = NULL::integer
  WHERE (items.hall_id = old.id);
 UPDATE museum.halls SET name = (halls.name || ' (closed)'::text)
  WHERE (halls.id = old.id);
);


--
-- Name: items item_changed; Type: TRIGGER; Schema: museum; Owner: -
--

CREATE TRIGGER item_changed AFTER UPDATE ON museum.items FOR EACH ROW EXECUTE FUNCTION museum.item_changed();


--
-- Name: items items_hall_id_fkey; Type: FK CONSTRAINT; Schema: museum; Owner: -
--

ALTER TABLE ONLY museum.items
    ADD CONSTRAINT items_hall_id_fkey FOREIGN KEY (hall_id) REFERENCES museum.halls(id);


--
-- Name: halls; Type: ROW SECURITY; Schema: museum; Owner: -
--

ALTER TABLE museum.halls ENABLE ROW LEVEL SECURITY;

--
-- Name: halls open_halls; Type: POLICY; Schema: museum; Owner: -
--

CREATE POLICY open_halls ON museum.halls FOR SELECT USING ((name !~~ '%closed%'::text));


--
-- Name: SCHEMA museum; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA museum TO PUBLIC;


--
-- Name: TABLE halls; Type: ACL; Schema: museum; Owner: -
--

GRANT SELECT ON TABLE museum.halls TO PUBLIC;


--
-- Name: COLUMN items.made; Type: COMMENT; Schema: museum; Owner: -
--

COMMENT ON COLUMN museum.items.made IS 'a year; it''s negative BC';


--
-- PostgreSQL database dump complete
--

\unrestrict Er7

