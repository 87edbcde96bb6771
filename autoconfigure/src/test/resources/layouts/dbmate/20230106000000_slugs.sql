-- migrate:up
CREATE FUNCTION slug(title text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $_$
BEGIN
-- migrate:down
-- is text here; and this too:
-- migrate:up transaction:false
    RETURN regexp_replace(lower(title), '[^a-z]+$', '');
END;
$_$;
ALTER TABLE posts ADD COLUMN slug text GENERATED ALWAYS AS (slug(title)) STORED;
UPDATE posts SET body = body || '
-- migrate:down
DROP TABLE posts;
-- the end' WHERE id = 2;
/*
-- migrate:down
*/
-- migrate:upwards is no marker, and neither is
-- +goose Down
COMMENT ON COLUMN posts.slug IS 'all of it ran';

-- migrate:down
ALTER TABLE posts DROP COLUMN slug;
DROP FUNCTION slug(text);
