-- The table as the real tool has left it on PostgreSQL 15.18: dbmate 2.36.0 (npm: dbmate), 'dbmate up' on files of RecordedTool, of which the 41st divided by zero.
-- Dumped with 'pg_dump --inserts -t', without its comments and settings.
CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);
INSERT INTO public.schema_migrations VALUES ('20260101000001');
INSERT INTO public.schema_migrations VALUES ('20260101000002');
INSERT INTO public.schema_migrations VALUES ('20260101000003');
INSERT INTO public.schema_migrations VALUES ('20260101000004');
INSERT INTO public.schema_migrations VALUES ('20260101000005');
INSERT INTO public.schema_migrations VALUES ('20260101000006');
INSERT INTO public.schema_migrations VALUES ('20260101000007');
INSERT INTO public.schema_migrations VALUES ('20260101000008');
INSERT INTO public.schema_migrations VALUES ('20260101000009');
INSERT INTO public.schema_migrations VALUES ('20260101000010');
INSERT INTO public.schema_migrations VALUES ('20260101000011');
INSERT INTO public.schema_migrations VALUES ('20260101000012');
INSERT INTO public.schema_migrations VALUES ('20260101000013');
INSERT INTO public.schema_migrations VALUES ('20260101000014');
INSERT INTO public.schema_migrations VALUES ('20260101000015');
INSERT INTO public.schema_migrations VALUES ('20260101000016');
INSERT INTO public.schema_migrations VALUES ('20260101000017');
INSERT INTO public.schema_migrations VALUES ('20260101000018');
INSERT INTO public.schema_migrations VALUES ('20260101000019');
INSERT INTO public.schema_migrations VALUES ('20260101000020');
INSERT INTO public.schema_migrations VALUES ('20260101000021');
INSERT INTO public.schema_migrations VALUES ('20260101000022');
INSERT INTO public.schema_migrations VALUES ('20260101000023');
INSERT INTO public.schema_migrations VALUES ('20260101000024');
INSERT INTO public.schema_migrations VALUES ('20260101000025');
INSERT INTO public.schema_migrations VALUES ('20260101000026');
INSERT INTO public.schema_migrations VALUES ('20260101000027');
INSERT INTO public.schema_migrations VALUES ('20260101000028');
INSERT INTO public.schema_migrations VALUES ('20260101000029');
INSERT INTO public.schema_migrations VALUES ('20260101000030');
INSERT INTO public.schema_migrations VALUES ('20260101000031');
INSERT INTO public.schema_migrations VALUES ('20260101000032');
INSERT INTO public.schema_migrations VALUES ('20260101000033');
INSERT INTO public.schema_migrations VALUES ('20260101000034');
INSERT INTO public.schema_migrations VALUES ('20260101000035');
INSERT INTO public.schema_migrations VALUES ('20260101000036');
INSERT INTO public.schema_migrations VALUES ('20260101000037');
INSERT INTO public.schema_migrations VALUES ('20260101000038');
INSERT INTO public.schema_migrations VALUES ('20260101000039');
INSERT INTO public.schema_migrations VALUES ('20260101000040');
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
