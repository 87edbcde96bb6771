ALTER TABLE __diesel_schema_migrations ALTER COLUMN version TYPE varchar(50);
