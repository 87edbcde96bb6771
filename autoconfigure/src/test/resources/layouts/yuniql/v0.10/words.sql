UPDATE weather.words SET word = word || '!' WHERE station_id = 2;
