DROP TABLE cloths;
