INSERT INTO weather.runs VALUES ('draft');
