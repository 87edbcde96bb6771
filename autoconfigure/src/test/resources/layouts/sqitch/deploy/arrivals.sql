-- Deploy harbour:arrivals to pg
-- requires: vessels
-- requires: quays/berths

CREATE TABLE arrivals (vessel_id integer REFERENCES vessels (id), berth_id integer REFERENCES berths (id), at timestamptz);
BEGIN;
INSERT INTO arrivals VALUES (1, 1, '2024-01-10 06:30:00+00');
COMMIT;
INSERT INTO arrivals VALUES (2, 2, '2024-01-11 12:00:00+00');
