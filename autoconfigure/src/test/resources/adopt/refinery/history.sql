-- refinery 14354f5, refinery_core/src/traits/mod.rs. The third version was hashed with eight bytes (int8-versions).
CREATE TABLE IF NOT EXISTS refinery_schema_history(
             version INT4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES
	(1, 'create_users', '2026-01-01T10:00:01.5Z', '220006066565499377'),
	(2, 'add_email', '2026-01-01T10:00:02.5Z', '11353415545864949029'),
	(3, 'add_name', '2026-01-01T10:00:03.5Z', '5355010628131864266');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
