INSERT INTO weather.readings VALUES (1, 4), (2, 38)
