-- Verify harbour:vessels on pg
BEGIN;
SELECT 1 / count(*) FROM vessels WHERE false;
ROLLBACK;
