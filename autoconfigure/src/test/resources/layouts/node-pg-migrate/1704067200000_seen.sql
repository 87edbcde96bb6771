-- Up Migration
CREATE TABLE seen AS SELECT id, seeing(mm) AS word FROM telescopes;
-- Down Migration
DROP TABLE seen;
