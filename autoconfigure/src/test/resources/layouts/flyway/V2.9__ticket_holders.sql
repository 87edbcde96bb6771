ALTER TABLE tickets ADD COLUMN holder text;
