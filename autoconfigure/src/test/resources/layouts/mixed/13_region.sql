-- slipway: placeholders
CREATE TABLE ${region}_terms (starts date);
INSERT INTO ${region}_terms VALUES ('2024-09-01');
-- slipway: undo
DROP TABLE ${region}_terms;
