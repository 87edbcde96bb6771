ALTER TABLE tariffs ADD COLUMN bunkers integer DEFAULT 7;
