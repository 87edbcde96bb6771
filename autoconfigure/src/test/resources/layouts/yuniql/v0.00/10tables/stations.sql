CREATE TABLE weather.stations (id integer PRIMARY KEY, name text NOT NULL);
