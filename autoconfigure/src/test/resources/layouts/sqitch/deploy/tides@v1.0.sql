-- Deploy harbour:tides to pg
BEGIN;
CREATE FUNCTION tide(hour integer) RETURNS text LANGUAGE sql AS $$ SELECT 'low'::text $$;
CREATE TABLE tide_log AS SELECT tide(1) AS word;
COMMIT;
