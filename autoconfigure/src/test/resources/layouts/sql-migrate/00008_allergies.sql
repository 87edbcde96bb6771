-- +migrate Up
ALTER TABLE patients
  ADD COLUMN allergies text[] DEFAULT '{}';
UPDATE patients SET allergies = '{nuts}'
WHERE id = 1;
-- +migrate Down
ALTER TABLE patients DROP COLUMN allergies;
