DROP TABLE tools;
