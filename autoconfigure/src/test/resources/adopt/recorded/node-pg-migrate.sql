-- The table as the real tool has left it on PostgreSQL 15.18: node-pg-migrate 9.0.0 (npm) with pg, 'node-pg-migrate up --no-single-transaction' on files of RecordedTool, of
-- which the 41st divided by zero.
-- Dumped with 'pg_dump --inserts -t', without its comments and settings.
CREATE TABLE public.pgmigrations (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    run_on timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.pgmigrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.pgmigrations_id_seq OWNED BY public.pgmigrations.id;
ALTER TABLE ONLY public.pgmigrations ALTER COLUMN id SET DEFAULT nextval('public.pgmigrations_id_seq'::regclass);
INSERT INTO public.pgmigrations VALUES (1, '20260101000001_create-t-001', '2026-11-27 20:51:42.705354');
INSERT INTO public.pgmigrations VALUES (2, '20260101000002_create-t-002', '2026-11-27 20:51:42.716588');
INSERT INTO public.pgmigrations VALUES (3, '20260101000003_create-t-003', '2026-11-27 20:51:42.739638');
INSERT INTO public.pgmigrations VALUES (4, '20260101000004_create-t-004', '2026-11-27 20:51:42.749502');
INSERT INTO public.pgmigrations VALUES (5, '20260101000005_create-t-005', '2026-11-27 20:51:42.754872');
INSERT INTO public.pgmigrations VALUES (6, '20260101000006_create-t-006', '2026-11-27 20:51:42.765943');
INSERT INTO public.pgmigrations VALUES (7, '20260101000007_create-t-007', '2026-11-27 20:51:42.777737');
INSERT INTO public.pgmigrations VALUES (8, '20260101000008_create-t-008', '2026-11-27 20:51:42.78549');
INSERT INTO public.pgmigrations VALUES (9, '20260101000009_create-t-009', '2026-11-27 20:51:42.794876');
INSERT INTO public.pgmigrations VALUES (10, '20260101000010_create-t-010', '2026-11-27 20:51:42.805934');
INSERT INTO public.pgmigrations VALUES (11, '20260101000011_create-t-011', '2026-11-27 20:51:42.811799');
INSERT INTO public.pgmigrations VALUES (12, '20260101000012_create-t-012', '2026-11-27 20:51:42.821601');
INSERT INTO public.pgmigrations VALUES (13, '20260101000013_create-t-013', '2026-11-27 20:51:42.831342');
INSERT INTO public.pgmigrations VALUES (14, '20260101000014_create-t-014', '2026-11-27 20:51:42.84144');
INSERT INTO public.pgmigrations VALUES (15, '20260101000015_create-t-015', '2026-11-27 20:51:42.859181');
INSERT INTO public.pgmigrations VALUES (16, '20260101000016_create-t-016', '2026-11-27 20:51:42.864773');
INSERT INTO public.pgmigrations VALUES (17, '20260101000017_create-t-017', '2026-11-27 20:51:42.87199');
INSERT INTO public.pgmigrations VALUES (18, '20260101000018_create-t-018', '2026-11-27 20:51:42.883977');
INSERT INTO public.pgmigrations VALUES (19, '20260101000019_create-t-019', '2026-11-27 20:51:42.893551');
INSERT INTO public.pgmigrations VALUES (20, '20260101000020_create-t-020', '2026-11-27 20:51:42.898738');
INSERT INTO public.pgmigrations VALUES (21, '20260101000021_create-t-021', '2026-11-27 20:51:42.911149');
INSERT INTO public.pgmigrations VALUES (22, '20260101000022_create-t-022', '2026-11-27 20:51:42.921288');
INSERT INTO public.pgmigrations VALUES (23, '20260101000023_create-t-023', '2026-11-27 20:51:42.93038');
INSERT INTO public.pgmigrations VALUES (24, '20260101000024_create-t-024', '2026-11-27 20:51:42.945204');
INSERT INTO public.pgmigrations VALUES (25, '20260101000025_create-t-025', '2026-11-27 20:51:42.958293');
INSERT INTO public.pgmigrations VALUES (26, '20260101000026_create-t-026', '2026-11-27 20:51:42.969604');
INSERT INTO public.pgmigrations VALUES (27, '20260101000027_create-t-027', '2026-11-27 20:51:42.989628');
INSERT INTO public.pgmigrations VALUES (28, '20260101000028_create-t-028', '2026-11-27 20:51:43.00557');
INSERT INTO public.pgmigrations VALUES (29, '20260101000029_create-t-029', '2026-11-27 20:51:43.010246');
INSERT INTO public.pgmigrations VALUES (30, '20260101000030_create-t-030', '2026-11-27 20:51:43.019199');
INSERT INTO public.pgmigrations VALUES (31, '20260101000031_create-t-031', '2026-11-27 20:51:43.026591');
INSERT INTO public.pgmigrations VALUES (32, '20260101000032_create-t-032', '2026-11-27 20:51:43.048491');
INSERT INTO public.pgmigrations VALUES (33, '20260101000033_create-t-033', '2026-11-27 20:51:43.056372');
INSERT INTO public.pgmigrations VALUES (34, '20260101000034_create-t-034', '2026-11-27 20:51:43.06945');
INSERT INTO public.pgmigrations VALUES (35, '20260101000035_create-t-035', '2026-11-27 20:51:43.087434');
INSERT INTO public.pgmigrations VALUES (36, '20260101000036_create-t-036', '2026-11-27 20:51:43.100336');
INSERT INTO public.pgmigrations VALUES (37, '20260101000037_create-t-037', '2026-11-27 20:51:43.11341');
INSERT INTO public.pgmigrations VALUES (38, '20260101000038_create-t-038', '2026-11-27 20:51:43.118295');
INSERT INTO public.pgmigrations VALUES (39, '20260101000039_create-t-039', '2026-11-27 20:51:43.131143');
INSERT INTO public.pgmigrations VALUES (40, '20260101000040_create-t-040', '2026-11-27 20:51:43.141563');
SELECT pg_catalog.setval('public.pgmigrations_id_seq', 40, true);
ALTER TABLE ONLY public.pgmigrations
    ADD CONSTRAINT pgmigrations_pkey PRIMARY KEY (id);
