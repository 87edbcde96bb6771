-- What the previous tool had created before it ran the first file.
CREATE TABLE schema_migration (version varchar(14) NOT NULL);
CREATE UNIQUE INDEX schema_migration_version_idx ON schema_migration (version);
INSERT INTO schema_migration VALUES ('20150101000001');
