-- shmig b2dee60.
create table "shmig_version"(version int not null primary key, migrated_at timestamp not null default (now() at time zone 'utc'));
insert into "shmig_version" (version, migrated_at) values
	(1767225601, '2026-01-01 10:00:01'),
	(1767225602, '2026-01-01 10:00:02'),
	(1767225603, '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
