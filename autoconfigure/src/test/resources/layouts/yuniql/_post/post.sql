INSERT INTO weather.runs VALUES ('post');
