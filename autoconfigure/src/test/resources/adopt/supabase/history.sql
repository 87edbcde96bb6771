-- Supabase 1d1e719, apps/cli-go/pkg/migration/history.go.
CREATE SCHEMA IF NOT EXISTS supabase_migrations;
CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY);
ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements text[];
ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text;
INSERT INTO supabase_migrations.schema_migrations(version, name, statements) VALUES
	('20260101000001', 'create_users', '{"create table users (id bigint primary key)"}'),
	('20260101000002', 'add_email', '{"alter table users add column email text"}'),
	('20260101000003', 'add_name', '{"alter table users add column name text"}');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
