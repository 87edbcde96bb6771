COMMENT ON TABLE tanks IS 'two separators in the name';
