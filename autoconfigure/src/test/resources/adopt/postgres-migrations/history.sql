-- postgres-migrations 5.3.0, src/migrations/0_create-migrations-table.sql.
CREATE TABLE IF NOT EXISTS migrations (
  id integer PRIMARY KEY,
  name varchar(100) UNIQUE NOT NULL,
  hash varchar(40) NOT NULL, -- sha1 hex encoded hash of the file name and contents, to ensure it hasn't been altered since applying the migration
  executed_at timestamp DEFAULT current_timestamp
);
INSERT INTO migrations ("id", "name", "hash", "executed_at") VALUES
	(0, 'create-migrations-table', 'e18db593bcde2aca2a408c4d1100f6abba2195df', '2026-01-01 10:00:00'),
	(1, 'create-users', 'e5c686b869024c11906aae11c5404842add46953', '2026-01-01 10:00:01'),
	(2, 'add-email', 'b1dc58dfe3be33ef65fec8cb33b9afbd732196fd', '2026-01-01 10:00:02'),
	(3, 'add-name', 'b1cb2b362de97948b9a62c301e59d3a8a412a5b1', '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
