-- migrate:up
UPDATE posts SET state = 'public'
WHERE id = 1;

-- migrate:down
UPDATE posts SET state = 'draft';
