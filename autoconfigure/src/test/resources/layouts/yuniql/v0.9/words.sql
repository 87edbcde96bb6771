CREATE TABLE weather.words AS SELECT station_id, weather.heat(degrees) AS word FROM weather.readings;
