-- depends: 9.10.orders
ALTER TABLE orders ADD COLUMN note text;
UPDATE orders SET note = 'sliced; warm';
