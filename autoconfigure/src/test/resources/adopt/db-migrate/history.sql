-- db-migrate 0.11.14 with db-migrate-pg 1.5.2.
CREATE TABLE IF NOT EXISTS "migrations" ("id" SERIAL PRIMARY KEY NOT NULL, "name" VARCHAR (255) NOT NULL, "run_on" TIMESTAMP NOT NULL);
INSERT INTO "migrations" ("name", "run_on") VALUES ('/20260101000001-create-users', '2026-01-01 10:00:01');
INSERT INTO "migrations" ("name", "run_on") VALUES ('/20260101000002-add-email', '2026-01-01 10:00:02');
INSERT INTO "migrations" ("name", "run_on") VALUES ('/20260101000003-add-name', '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
