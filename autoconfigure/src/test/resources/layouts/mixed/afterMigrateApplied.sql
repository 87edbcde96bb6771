INSERT INTO runs SELECT 'afterMigrateApplied ' || holidays FROM summary;
