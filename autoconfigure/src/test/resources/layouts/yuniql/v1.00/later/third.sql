COMMENT ON TABLE weather.stations IS 'a sub-folder runs before the file beside it';
