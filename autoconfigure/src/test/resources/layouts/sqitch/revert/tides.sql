-- Revert harbour:tides to pg
BEGIN;
CREATE OR REPLACE FUNCTION tide(hour integer) RETURNS text LANGUAGE sql AS $$ SELECT 'low'::text $$;
COMMIT;
