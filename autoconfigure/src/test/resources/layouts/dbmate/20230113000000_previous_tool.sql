-- migrate:up
ALTER TABLE applied_versions RENAME COLUMN version TO applied_version;
INSERT INTO applied_versions VALUES ('moved');

-- migrate:down
ALTER TABLE applied_versions RENAME COLUMN applied_version TO version;
