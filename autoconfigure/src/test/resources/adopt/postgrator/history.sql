-- postgrator 8.0.0, lib/Client.js and lib/PostgresClient.js. The third was a program.
CREATE TABLE "schemaversion" (
  version BIGINT PRIMARY KEY
);
INSERT INTO "schemaversion" (version)
  VALUES (0);
ALTER TABLE "schemaversion"
ADD COLUMN name TEXT;
ALTER TABLE "schemaversion"
ADD COLUMN md5 TEXT;
ALTER TABLE "schemaversion"
ADD COLUMN run_at TIMESTAMP WITH TIME ZONE;
INSERT INTO "schemaversion" (version, name, md5, run_at) VALUES
	(1, 'create-users', 'bf7b1b34cb93b003fc731cceeb78ff05', '2026-01-01 10:00:01'),
	(2, 'add-email', '1b80fb03120293d8a47582796f388aea', '2026-01-01 10:00:02'),
	(3, 'add-name', 'undefined', '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
