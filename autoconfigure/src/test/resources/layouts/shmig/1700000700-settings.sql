-- ====  UP  ====
SET search_path TO pg_catalog, public;
ALTER TABLE kilns ADD COLUMN bricks integer;
-- ==== DOWN ====
ALTER TABLE kilns DROP COLUMN bricks;
