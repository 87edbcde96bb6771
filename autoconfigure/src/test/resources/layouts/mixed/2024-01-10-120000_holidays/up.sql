CREATE TABLE holidays (day date PRIMARY KEY, name text);
SET search_path TO pg_catalog;
SET ROLE pg_monitor;
