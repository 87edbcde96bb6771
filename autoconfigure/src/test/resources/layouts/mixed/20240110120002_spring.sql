-- +migrate Up notransaction
INSERT INTO holidays VALUES ('2024-04-01', 'spring');
CREATE INDEX CONCURRENTLY holidays_name ON holidays (name);
-- +migrate Down
DELETE FROM holidays WHERE name = 'spring';
