DROP TABLE loaves;
DROP TABLE ovens;
