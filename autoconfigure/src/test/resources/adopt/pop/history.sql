-- pop c9b1c55, schema_migrations.go, with fizz 1.14.4.
CREATE TABLE "schema_migration" (
"version" VARCHAR (14) NOT NULL,
PRIMARY KEY("version")
);
CREATE UNIQUE INDEX "schema_migration_version_idx" ON "schema_migration" (version);
insert into schema_migration (version) values ('20260101000001');
insert into schema_migration (version) values ('20260101000002');
insert into schema_migration (version) values ('20260101000003');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
