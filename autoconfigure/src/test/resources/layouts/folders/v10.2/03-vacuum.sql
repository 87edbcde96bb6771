-- slipway: no-transaction
VACUUM cloths;
INSERT INTO weavers VALUES (1, 'after the vacuum');
