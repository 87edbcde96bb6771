-- Runs only when a migration has failed.
DROP TABLE IF EXISTS parcels CASCADE;
