-- The table of the previous tool.

-- !Ups
ALTER TABLE play_evolutions ADD COLUMN keeper text DEFAULT 'nobody';

-- !Downs
ALTER TABLE play_evolutions DROP COLUMN keeper;
