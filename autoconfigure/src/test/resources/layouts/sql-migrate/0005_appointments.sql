-- +migrate Down
DELETE FROM appointments;

-- +migrate Up
CREATE TABLE appointments (patient_id integer REFERENCES patients (id), doctor_id integer REFERENCES doctors (id), at timestamptz);

-- +migrate Down
DROP TABLE appointments;

-- +migrate Up
INSERT INTO appointments VALUES (1, 1, '2024-03-01 10:00:00+00'), (2, 2, '2024-03-01 11:00:00+00');
