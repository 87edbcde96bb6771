DROP TABLE pilot_names;
