-- depends: 96.prices
--depends:9.9.order-notes
UPDATE prices SET cents = cents + (SELECT count(*) FROM orders);
