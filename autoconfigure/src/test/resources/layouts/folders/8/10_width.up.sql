ALTER TABLE looms ADD COLUMN cm integer;
