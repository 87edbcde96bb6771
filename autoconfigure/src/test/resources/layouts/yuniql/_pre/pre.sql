CREATE SCHEMA IF NOT EXISTS weather;
CREATE TABLE IF NOT EXISTS weather.runs (what text);
INSERT INTO weather.runs VALUES ('pre');
