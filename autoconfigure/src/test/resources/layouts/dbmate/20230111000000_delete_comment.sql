-- migrate:up
DELETE FROM comments WHERE body ? 'text';
SET search_path = pg_catalog;
SET standard_conforming_strings TO off;

-- migrate:down
UPDATE comments SET body = body - 'deleted';
