-- migrate:up
COMMIT;
CREATE UNIQUE INDEX CONCURRENTLY posts_slug ON posts (slug);
BEGIN;
ALTER TABLE posts ADD CONSTRAINT posts_slug_unique UNIQUE USING INDEX posts_slug;

-- migrate:down
ALTER TABLE posts DROP CONSTRAINT posts_slug_unique