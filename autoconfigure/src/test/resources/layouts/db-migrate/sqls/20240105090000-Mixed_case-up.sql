INSERT INTO tickets VALUES (1, 1), (2, 2);
COMMENT ON TABLE tickets IS 'sold; here';
