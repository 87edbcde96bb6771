BEGIN;
CREATE TABLE fees (berth_id integer REFERENCES berths (id), cents integer);
CREATE RULE fee_twice AS ON INSERT TO fees DO ALSO (UPDATE berths SET depth = depth WHERE id = NEW.berth_id; NOTIFY fees);
INSERT INTO fees SELECT berth_id, 100 * count(*) FROM arrivals GROUP BY berth_id;
-- psql replaces only variables that are set: none is.
COMMENT ON TABLE fees IS 'cents :per stay; :''quoted''';
COMMIT;
