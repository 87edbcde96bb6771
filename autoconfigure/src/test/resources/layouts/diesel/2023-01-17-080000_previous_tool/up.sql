ALTER TABLE __diesel_schema_migrations ALTER COLUMN version TYPE text;
