CREATE TABLE weather.kinds (name text);
