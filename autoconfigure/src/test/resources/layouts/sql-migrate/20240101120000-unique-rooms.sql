-- +migrate Up
UPDATE rooms SET label = label || '!';
COMMIT;
CREATE UNIQUE INDEX CONCURRENTLY rooms_label ON rooms (label);
BEGIN;
INSERT INTO rooms VALUES (3, 'North 3!');
-- +migrate Down
DROP INDEX rooms_label;
