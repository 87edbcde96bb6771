INSERT INTO callback_log (event) VALUES ('afterMigrate');
