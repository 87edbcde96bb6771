-- Atlas a5e0aec, cmd/atlas/internal/migrate/ent/migrate/schema.go.
CREATE SCHEMA IF NOT EXISTS "atlas_schema_revisions";
CREATE TABLE IF NOT EXISTS "atlas_schema_revisions"."atlas_schema_revisions" ("version" character varying NOT NULL,
"description" character varying NOT NULL, "type" bigint NOT NULL DEFAULT 2, "applied" bigint NOT NULL DEFAULT 0,
"total" bigint NOT NULL DEFAULT 0, "executed_at" timestamptz NOT NULL, "execution_time" bigint NOT NULL, "error" text NULL,
"error_stmt" text NULL, "hash" character varying NOT NULL, "partial_hashes" jsonb NULL, "operator_version" character varying NOT NULL,
PRIMARY KEY ("version"));
INSERT INTO "atlas_schema_revisions"."atlas_schema_revisions" VALUES
	('20260101000001', 'create_users', 2, 1, 1, '2026-01-01 10:00:01+00', 2500000, '', '', 'x', null, 'Atlas CLI v0.32'),
	('20260101000002', 'add_email', 2, 1, 1, '2026-01-01 10:00:02+00', 2500000, '', '', 'x', null, 'Atlas CLI v0.32'),
	('20260101000003', 'add_name', 2, 1, 1, '2026-01-01 10:00:03+00', 2500000, '', '', 'x', null, 'Atlas CLI v0.32'),
	('.atlas_cloud_identifier', '1', 2, 0, 0, '2026-01-01 10:00:00+00', 0, '', '', '', null, 'Atlas CLI v0.32');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
