-- The word between the dots belongs to the name.
CREATE VIEW prices AS
SELECT name, CASE WHEN price_cents < 1000 THEN 'cheap' ELSE 'dear' END AS class FROM products;
