BEGIN;
DROP INDEX idx_products_slug;
DELETE FROM products WHERE slug = 'spoon';
ALTER TABLE products DROP COLUMN slug;
COMMIT;
