-- Revert harbour:vessels from pg
BEGIN;
DROP TABLE vessels;
COMMIT;
