CREATE TABLE IF NOT EXISTS bake_log (what text);
INSERT INTO bake_log VALUES ('applied');
