-- rambler up
BEGIN;
ALTER TABLE scores ADD COLUMN bars integer;
UPDATE scores SET bars = 502;
COMMIT;
-- rambler down
ALTER TABLE scores DROP COLUMN bars;
