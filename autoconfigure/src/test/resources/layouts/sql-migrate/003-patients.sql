-- +migrate Up
CREATE TABLE patients (id integer PRIMARY KEY, name text, born date);
-- +migrate StatementBegin
CREATE OR REPLACE FUNCTION age_group(born date) RETURNS text AS $age$
DECLARE
  years integer;
BEGIN
-- +migrate Down
-- +migrate Up notransaction
  years := extract(year FROM age(DATE '2024-01-01', born));
  IF years < 18 THEN
    RETURN 'young;';
  END IF;
  RETURN 'grown;';
END;
$age$ LANGUAGE plpgsql;
-- +migrate StatementEnd
INSERT INTO patients VALUES (1, 'Li', '2010-05-05'), (2, 'Mo', '1980-08-08');

-- +migrate Down
DROP FUNCTION age_group(date);
DROP TABLE patients;
