DROP TABLE flours;
DELETE FROM ovens;
