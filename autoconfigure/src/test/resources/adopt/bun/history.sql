-- bun 0e5e868, migrate/migration.go.
CREATE TABLE IF NOT EXISTS "bun_migrations" ("id" BIGSERIAL NOT NULL, "name" VARCHAR, "group_id" BIGINT,
"migrated_at" TIMESTAMPTZ NOT NULL DEFAULT current_timestamp, PRIMARY KEY ("id"));
INSERT INTO "bun_migrations" ("name", "group_id", "migrated_at") VALUES
	('20260101000001', 1, '2026-01-01 10:00:01+00'),
	('20260101000002', 1, '2026-01-01 10:00:02+00'),
	('20260101000003', 2, '2026-01-01 10:00:03+00');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
