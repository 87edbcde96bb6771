-- ecto_sql 015367b, lib/ecto/migration/schema_migration.ex. The times are UTC.
CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" bigint, "inserted_at" timestamp(0), PRIMARY KEY ("version"));
INSERT INTO "schema_migrations" ("version","inserted_at") VALUES
	(20260101000001, '2026-01-01 10:00:01'),
	(20260101000002, '2026-01-01 10:00:02'),
	(20260101000003, '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
