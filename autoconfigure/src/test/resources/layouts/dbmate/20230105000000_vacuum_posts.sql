--   migrate:up   transaction:false   why:vacuum
UPDATE posts SET body = coalesce(body, 'nothing yet');
VACUUM (ANALYZE) posts;
CREATE TABLE vacuumed (at date);
--   migrate:down
DROP TABLE vacuumed;
