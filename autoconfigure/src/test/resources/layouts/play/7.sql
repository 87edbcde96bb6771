-- Two parts up, one part down between them.
-- !Ups
ALTER TABLE hives ADD COLUMN frames integer;

-- !Downs
ALTER TABLE hives DROP COLUMN frames;

-- !Ups
UPDATE hives SET frames = 10 + id;
