CREATE SCHEMA archive;
SET search_path = archive;
CREATE TABLE refunds (id integer);
