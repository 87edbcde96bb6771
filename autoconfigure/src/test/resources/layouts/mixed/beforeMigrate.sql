CREATE TABLE IF NOT EXISTS runs (event text);
INSERT INTO runs VALUES ('beforeMigrate');
