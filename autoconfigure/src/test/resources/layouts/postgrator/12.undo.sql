DROP TABLE paths;
