ALTER TABLE schema_migration DROP COLUMN version_self;
