-- +migrate Up
INSERT INTO lessons VALUES (1, 1, 'reading'), (2, 2, NULL);
-- +migrate Down
DELETE FROM lessons;
