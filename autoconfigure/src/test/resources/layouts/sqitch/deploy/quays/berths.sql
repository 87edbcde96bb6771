-- Deploy harbour:quays/berths to pg
-- requires: vessels

BEGIN;
CREATE TABLE berths (id integer PRIMARY KEY, depth numeric(4, 1) NOT NULL, vessel_id integer REFERENCES vessels (id));
INSERT INTO berths VALUES (1, 3, 1), (2, 8, NULL);
CREATE FUNCTION fits(vessel integer, berth integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT v.draught < b.depth FROM vessels v, berths b WHERE v.id = $1 AND b.id = $2;
$$;
COMMIT;
