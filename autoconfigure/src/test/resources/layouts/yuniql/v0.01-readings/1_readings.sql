CREATE TABLE weather.readings (station_id integer REFERENCES weather.stations (id), degrees integer);
