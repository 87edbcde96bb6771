-- depends: 9.10.orders
-- CRLF
CREATE TABLE prices (id integer, cents integer);
INSERT INTO prices VALUES (1, 450);
SELECT count(*) FROM prices;
