UPDATE weather.stations SET height = id * 10;
