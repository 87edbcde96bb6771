-- No down file.
CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    product_id bigint NOT NULL REFERENCES products (id),
    details jsonb NOT NULL DEFAULT '{}'
);
INSERT INTO orders
SELECT p.id, c.id, p.id, jsonb_build_object('gift', p.id = 2)
FROM products p CROSS JOIN customers c;
