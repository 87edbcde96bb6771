-- The files of a version's own folder run after those of its sub-folders.
INSERT INTO weather.stations VALUES (2, 'Almería; coast');
