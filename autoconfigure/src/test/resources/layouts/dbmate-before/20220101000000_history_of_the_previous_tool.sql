-- migrate:up
CREATE TABLE applied_versions (version varchar(128) PRIMARY KEY);
INSERT INTO applied_versions VALUES ('20230101000000');

-- migrate:down
DROP TABLE applied_versions;
