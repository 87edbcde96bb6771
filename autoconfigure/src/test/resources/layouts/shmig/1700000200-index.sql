-- ====  UP  ====
CREATE INDEX CONCURRENTLY pots_kiln ON pots (kiln_id);
VACUUM pots;
-- ==== DOWN ====
DROP INDEX CONCURRENTLY pots_kiln;
