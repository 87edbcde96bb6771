DROP TABLE looms;
