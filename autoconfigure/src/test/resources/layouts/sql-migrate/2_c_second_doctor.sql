-- +migrate Up
-- Number 2 as well, without the zeros.
INSERT INTO doctors SELECT id + 1, 'Dr. O''Neil', 2 FROM doctors;
-- +migrate Down
DELETE FROM doctors WHERE id = 2;
