ALTER TABLE flyway_schema_history ADD COLUMN moved boolean;
UPDATE flyway_schema_history SET moved = true;
