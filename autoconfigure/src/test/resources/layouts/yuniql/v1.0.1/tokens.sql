-- Tokens are placeholders.
INSERT INTO weather.kinds VALUES ('${KIND}'), ('${Kind_2}');
