-- Changes the table in which the previous tool wrote down what it had applied.
ALTER TABLE schema_migration ALTER COLUMN version TYPE varchar(48);
ALTER TABLE schema_migration ADD COLUMN version_self integer NOT NULL DEFAULT 0;
UPDATE schema_migration SET version = version || '000000' WHERE length(version) = 14;
