CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT '2023-01-01 00:00:00');
INSERT INTO __diesel_schema_migrations (version) VALUES ('00000000000000');
