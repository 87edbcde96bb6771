-- Down first.

-- !Downs
DELETE FROM hives;
DELETE FROM meadows;

-- !Ups
INSERT INTO meadows VALUES (1, 'Lindenfeld'), (2, 'Høyslåtten');
INSERT INTO hives VALUES (1, 1, 'blue'), (2, 2, NULL);
