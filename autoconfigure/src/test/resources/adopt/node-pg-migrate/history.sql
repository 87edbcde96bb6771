-- node-pg-migrate 9.0.0, src/runner.ts.
CREATE TABLE "public"."pgmigrations" (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
INSERT INTO "public"."pgmigrations" (name, run_on) VALUES ('1767225600001_create-users', '2026-01-01 10:00:01');
INSERT INTO "public"."pgmigrations" (name, run_on) VALUES ('1767225600002_add-email', '2026-01-01 10:00:01');
INSERT INTO "public"."pgmigrations" (name, run_on) VALUES ('1767225600003_add-name', '2026-01-01 10:00:01');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
