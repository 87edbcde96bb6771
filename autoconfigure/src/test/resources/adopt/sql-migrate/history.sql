-- sql-migrate 1.8.0 with gorp 3.1.0, migrate.go.
create table if not exists "gorp_migrations" ("id" text not null primary key, "applied_at" timestamp with time zone);
insert into "gorp_migrations" ("id","applied_at") values
	('20260101000001-create_users.sql', '2026-01-01 10:00:01+00'),
	('20260101000002-add_email.sql', '2026-01-01 10:00:02+00'),
	('20260101000003-add_name.sql', '2026-01-01 10:00:03+00');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
