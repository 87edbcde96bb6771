--+goose up
CREATE TABLE stock (warehouse_id integer REFERENCES warehouses (id), sku text, amount integer NOT NULL);
--   +goose   DOWN  
DROP TABLE stock;
