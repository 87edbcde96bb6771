CREATE TABLE leap_days (day date PRIMARY KEY);
INSERT INTO leap_days VALUES ('2020-02-29');
SET search_path TO pg_catalog;
