-- No name.
CREATE FUNCTION order_total(customer uuid) RETURNS bigint LANGUAGE plpgsql STABLE AS $fn$
DECLARE
    total bigint := 0; -- in cents;
    line record;
BEGIN
    FOR line IN SELECT p.price_cents FROM orders o JOIN products p ON p.id = o.product_id WHERE o.customer_id = customer LOOP
        total := total + line.price_cents;
    END LOOP;
    RETURN total;
END;
$fn$;
