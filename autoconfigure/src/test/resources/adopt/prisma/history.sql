-- Prisma 6.19.3 and 7.9, schema-engine/connectors. The second file failed once, and its checksum has the form of early
-- releases; the third had CRLF where it was applied; the fourth failed and was rolled back.
CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
);
INSERT INTO _prisma_migrations
	(id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count) VALUES
	('00000000-0000-4000-8000-000000000001', '09df4ce107e0e5469ec8f0fc9cacfd8a110d99e4c365881b123bdd6f5bd360b4', '2026-01-01 10:00:01.5+00', '20260101000001_create_users', null, null, '2026-01-01 10:00:01+00', 1),
	('00000000-0000-4000-8000-000000000009', 'd9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa', null, '20260101000002_add_email', 'ERROR: division by zero', '2026-01-01 10:00:01.8+00', '2026-01-01 10:00:01.5+00', 0),
	('00000000-0000-4000-8000-000000000002', '37ea706b546c8ba8b75d575f170368a42b855e6acd77fb23f63fa129cc444', '2026-01-01 10:00:02.5+00', '20260101000002_add_email', null, null, '2026-01-01 10:00:02+00', 1),
	('00000000-0000-4000-8000-000000000003', 'a80fa4e0295b0bb3743d15569e93d571c8fc3e0a388198d72fc7adec3962970a', '2026-01-01 10:00:03.5+00', '20260101000003_add_name', null, null, '2026-01-01 10:00:03+00', 1),
	('00000000-0000-4000-8000-000000000004', '28185dde1ec2b0bc6be6309ad481c88cd915aff33727082226032697f8b0849e', null, '20260101000004_create_orders', 'ERROR: no disk', '2026-01-01 10:00:09+00', '2026-01-01 10:00:08+00', 0);

-- What the files had done.
create table users (id bigint primary key, email text, name text);
