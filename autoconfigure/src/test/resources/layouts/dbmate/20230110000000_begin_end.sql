-- migrate:up
BEGIN;
CREATE TABLE comments (id integer PRIMARY KEY, post_id integer REFERENCES posts (id), body jsonb DEFAULT '{}');
CREATE RULE comments_upsert AS ON DELETE TO comments DO INSTEAD (
    UPDATE comments SET body = body || '{"deleted": true}' WHERE id = OLD.id;
    UPDATE posts SET state = 'draft' WHERE id = OLD.post_id
);
INSERT INTO comments VALUES (1, 1, '{"text": "?;"}'), (2, 1, DEFAULT);
COMMIT;

-- migrate:down
BEGIN;
DROP TABLE comments;
COMMIT;
