-- sqlx 9d6bf66 (0.9.0-alpha.1), sqlx-postgres/src/migrate.rs. The third file had CRLF where it was applied.
CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) VALUES
	(20260101000001, 'create users', '2026-01-01 10:00:01+00', TRUE, '\xc03b95f5b16222cef94167c90241c4fc7688bac67b0359c5a0bcbfaab2a8763e58c7ef5b1a900b7bb8a2e2558ad90fa9', -1),
	(20260101000002, 'add email', '2026-01-01 10:00:02+00', TRUE, '\xe100faf4db5564c4d65fa69908c26a90e3c4191aadc59b37ecc70a5427434671c5a2cbed3c77385220b762a4bf5b62f0', 2500000),
	(20260101000003, 'add name', '2026-01-01 10:00:03+00', TRUE, '\xed97241139aa382c064125f5348ca3c7d5263ae971f3570898317408d2a66b4b7c1a05e217e611023bafb5592304104a', 2500000);

-- What the files had done.
create table users (id bigint primary key, email text, name text);
