VACUUM ANALYZE callback_log;
