ALTER TABLE weather.stations ADD COLUMN height integer;
