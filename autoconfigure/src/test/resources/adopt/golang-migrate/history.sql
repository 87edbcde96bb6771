-- golang-migrate 4.19.1, database/postgres/postgres.go.
CREATE TABLE IF NOT EXISTS "public"."schema_migrations" (version bigint not null primary key, dirty boolean not null);
INSERT INTO "public"."schema_migrations" (version, dirty) VALUES (3, false);

-- What the files had done.
create table users (id bigint primary key, email text, name text);
