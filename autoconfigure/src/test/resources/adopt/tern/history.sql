-- tern 2.4.2, migrate/migrate.go.
create table if not exists public.schema_version(version int4 not null primary key);
insert into public.schema_version(version)
select 0
where 0=(select count(*) from public.schema_version);
update public.schema_version set version=3;

-- What the files had done.
create table users (id bigint primary key, email text, name text);
