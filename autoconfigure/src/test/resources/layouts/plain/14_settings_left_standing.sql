-- Everything that is set here must be gone when the next file runs.
CREATE TEMPORARY TABLE staging (id integer);
INSERT INTO staging VALUES (1);
INSERT INTO texts SELECT 30, 'staged ' || id FROM staging;
LISTEN library;
SET lock_timeout = '3s';
SET TimeZone TO 'Antarctica/Troll';
SET search_path TO archive;
SET ROLE pg_monitor;
