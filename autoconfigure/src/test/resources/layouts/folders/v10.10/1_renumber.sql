UPDATE weavers SET id = 2;
-- slipway: undo
DELETE FROM weavers;
