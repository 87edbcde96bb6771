-- +migrate Up
SET ROLE pg_read_all_stats;
SET search_path TO pg_catalog, pg_temp;
CREATE TEMPORARY TABLE words (w text);
SELECT set_config('standard_conforming_strings', 'off', false);

-- +migrate Down
