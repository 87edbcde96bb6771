-- // earlier
UPDATE offices SET town = upper(town);
-- //@UNDO
UPDATE offices SET town = lower(town);
