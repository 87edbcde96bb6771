-- // no undo
-- A comment that says @UNDO is none.
ALTER TABLE parcels ADD COLUMN paid boolean;
UPDATE parcels SET paid = grams IS NOT NULL;
