BEGIN;
DROP FUNCTION fits(integer, integer);
DROP TABLE berths;
COMMIT;
