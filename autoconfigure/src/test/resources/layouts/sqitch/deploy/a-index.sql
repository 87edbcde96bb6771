-- Deploy harbour:a-index to pg
-- requires: arrivals@first
CREATE INDEX CONCURRENTLY arrivals_berth ON arrivals (berth_id);
VACUUM arrivals;
