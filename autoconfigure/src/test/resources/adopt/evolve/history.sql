-- Evolve 82c4ddf, src/Evolve/Dialect/PostgreSQL/PostgreSQLMetadataTable.cs.
CREATE TABLE "public"."changelog" ( id SERIAL PRIMARY KEY NOT NULL, type SMALLINT, version VARCHAR(50), description VARCHAR(200) NOT NULL,
name VARCHAR(300) NOT NULL, checksum VARCHAR(32), installed_by VARCHAR(100) NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT now(),
success BOOLEAN NOT NULL );
INSERT INTO "public"."changelog" (type, version, description, name, checksum, installed_by, installed_on, success) VALUES
	(2, '0', 'Empty schema found: public.', 'public', '', 'postgres', '2026-01-01 10:00:00', true),
	(0, '1', 'create users', 'v1__create_users.sql', 'BF7B1B34CB93B003FC731CCEEB78FF05', 'postgres', '2026-01-01 10:00:01', true),
	(0, '2', 'add email', 'v2__add_email.sql', '1B80FB03120293D8A47582796F388AEA', 'postgres', '2026-01-01 10:00:02', true),
	(0, '3', 'add name', 'v3__add_name.sql', '3C8237EA9D7EFE69FAA14CDC62A6EB2E', 'postgres', '2026-01-01 10:00:03', true);

-- What the files had done.
create table users (id bigint primary key, email text, name text);
