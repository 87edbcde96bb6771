-- yoyo 8.2.0, yoyo/internalmigrations/v2.py. The times are UTC.
CREATE TABLE "_yoyo_migration" ( migration_hash VARCHAR(64), migration_id VARCHAR(255), applied_at_utc TIMESTAMP, PRIMARY KEY (migration_hash));
INSERT INTO "_yoyo_migration" (migration_hash, migration_id, applied_at_utc) VALUES
	('6c91f971991294621bf3f74fad0124dbcf8b57ec973035db08a706b43bb755f5', '0001.create-users', '2026-01-01 10:00:01'),
	('058448123e6538aaec55e566418fd63769ea471ca0a1687da333026d6236f2b0', '0002.add-email', '2026-01-01 10:00:02'),
	('d0046b0d078f46b3ec110938cdafc012235751f2732c85fac00182867960e6c3', '0003.add-name', '2026-01-01 10:00:03');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
