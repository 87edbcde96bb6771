-- Up Migration
COMMENT ON TABLE domes IS 'the first of two';
-- Down Migration
COMMENT ON TABLE domes IS NULL;
