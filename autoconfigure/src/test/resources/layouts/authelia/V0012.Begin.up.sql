BEGIN;
CREATE TABLE visits (door_id integer REFERENCES doors (id), at date);
COMMIT;
