BEGIN;
ALTER TABLE plots ADD COLUMN fence text;
UPDATE plots SET fence = 'wood' WHERE id = 1;
COMMIT;
