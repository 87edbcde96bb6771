-- +migrate Up notransaction
CREATE INDEX CONCURRENTLY patients_name ON patients (name);

-- +migrate Down notransaction
DROP INDEX CONCURRENTLY patients_name;
