ALTER TABLE keys ADD COLUMN name text;
UPDATE keys SET name = 'master' WHERE door_id = 1
