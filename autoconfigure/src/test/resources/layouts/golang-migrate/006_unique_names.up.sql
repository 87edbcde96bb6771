BEGIN;
ALTER TABLE products ADD COLUMN slug text;
UPDATE products SET slug = lower(name);
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY idx_products_slug ON products (slug);

BEGIN;
ALTER TABLE products ALTER COLUMN slug SET NOT NULL;
INSERT INTO products (name, price_cents, slug) VALUES ('Spoon', 150, 'spoon');
COMMIT;
