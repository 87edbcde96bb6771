-- graphile-migrate 54ea390 (2.0.0-rc.3), src/migration.ts.
create schema if not exists graphile_migrate;
create table if not exists graphile_migrate.migrations (
  hash text primary key,
  previous_hash text references graphile_migrate.migrations,
  filename text not null,
  date timestamptz not null default now()
);
create table if not exists graphile_migrate.current (
  filename text primary key default 'current.sql',
  content text not null,
  date timestamptz not null default now()
);
insert into graphile_migrate.migrations(hash, previous_hash, filename, date) values
	('sha1:259280b787b3a0e4962026bdde4e2f6ec3ed400a', null, '000001.sql', '2026-01-01 10:00:01+00'),
	('sha1:a908d1e8a5790333a52cfbe394973b0f6d8bb319', 'sha1:259280b787b3a0e4962026bdde4e2f6ec3ed400a', '000002.sql', '2026-01-01 10:00:02+00'),
	('sha1:a144eb20c2a01429a8454fce7e35a59edd7a9b53', 'sha1:a908d1e8a5790333a52cfbe394973b0f6d8bb319', '000003.sql', '2026-01-01 10:00:03+00');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
