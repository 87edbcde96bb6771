-- Rails 063db85, activerecord/lib/active_record/schema_migration.rb and internal_metadata.rb.
CREATE TABLE "schema_migrations" ("version" character varying NOT NULL PRIMARY KEY);
CREATE TABLE "ar_internal_metadata" ("key" character varying NOT NULL PRIMARY KEY, "value" character varying,
	"created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL);
INSERT INTO "ar_internal_metadata" VALUES ('environment', 'production', '2026-01-01 10:00:00', '2026-01-01 10:00:00');
INSERT INTO "schema_migrations" (version) VALUES
	('20260101000003'),
	('20260101000002'),
	('20260101000001');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
