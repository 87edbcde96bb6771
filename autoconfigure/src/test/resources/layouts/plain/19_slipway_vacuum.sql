-- slipway: no-transaction
VACUUM (ANALYZE) loans;
INSERT INTO texts VALUES (40, 'after the vacuum');
