INSERT INTO weather.runs VALUES ('sub');
