-- Up Migration

-- Down Migration
DROP TABLE domes;
