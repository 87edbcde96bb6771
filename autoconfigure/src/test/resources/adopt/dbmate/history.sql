-- dbmate 2.36.0, pkg/driver/postgres/postgres.go.
create table if not exists public.schema_migrations (version varchar primary key);
insert into public.schema_migrations (version) values ('20260101000001');
insert into public.schema_migrations (version) values ('20260101000002');
insert into public.schema_migrations (version) values ('20260101000003');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
