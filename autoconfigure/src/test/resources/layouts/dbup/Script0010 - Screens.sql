INSERT INTO screens VALUES (2, 40);
CREATE FUNCTION film(integer) RETURNS text LANGUAGE sql AS $body$ SELECT title || ' $5$' FROM films WHERE id = $1 $body$;
SELECT film(1);
