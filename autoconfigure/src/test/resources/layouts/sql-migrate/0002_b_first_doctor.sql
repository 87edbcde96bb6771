-- +migrate Up
-- The same number as the file before, which must have run.
INSERT INTO rooms VALUES (1, 'East; 1'), (2, 'West 2');
INSERT INTO doctors VALUES (1, 'Dr. Ngô', 1);
-- +migrate Down
DELETE FROM doctors;
DELETE FROM rooms;
