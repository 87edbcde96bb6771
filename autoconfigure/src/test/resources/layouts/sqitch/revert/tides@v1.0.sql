DROP TABLE tide_log;
DROP FUNCTION tide(integer);
