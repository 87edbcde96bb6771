CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL);
INSERT INTO flyway_schema_history VALUES (1, '1', 'schools');
