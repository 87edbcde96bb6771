-- ====  UP  ====
ALTER TABLE pots ADD COLUMN cm integer;
-- ==== DOWN ====
ALTER TABLE pots DROP COLUMN cm;
-- ====  UP  ====
UPDATE pots SET cm = 10 * id;
-- ==== DOWN ====
UPDATE pots SET cm = NULL;
