-- diesel 2.3.12, diesel/src/migration/setup_migration_table.sql.
CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
       version VARCHAR(50) PRIMARY KEY NOT NULL,
       run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO __diesel_schema_migrations (version, run_on) VALUES
	('20260101000001', '2026-01-01 10:00:01'),
	('20260101000002', '2026-01-01 10:00:02'),
	('20260101000003', '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
