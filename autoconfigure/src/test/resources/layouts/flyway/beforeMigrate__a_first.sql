INSERT INTO callback_log (event) VALUES ('beforeMigrate a first');
