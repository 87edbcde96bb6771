-- Deploy harbour:tides to pg
-- requires: tides@v1.0
BEGIN;
CREATE OR REPLACE FUNCTION tide(hour integer) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN hour % 12 < 6 THEN 'low' ELSE 'high' END;
$$;
INSERT INTO tide_log SELECT tide(h) FROM generate_series(6, 7) AS h;
COMMIT;
