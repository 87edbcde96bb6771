INSERT INTO callback_log (event) VALUES ('afterMigrateApplied ${tenant}');
