-- transactional: False
-- depends: 20240101_02_aa111-late-loaves
CREATE INDEX CONCURRENTLY loaves_oven ON loaves (oven_id);
VACUUM loaves;
