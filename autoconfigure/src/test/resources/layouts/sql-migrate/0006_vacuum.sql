-- +migrate Up
ALTER TABLE appointments ADD COLUMN kept boolean NOT NULL DEFAULT true;

-- +migrate Up   notransaction
VACUUM appointments;
UPDATE appointments SET kept = false WHERE patient_id = 2;

-- +migrate Down
ALTER TABLE appointments DROP COLUMN kept;
