CREATE FUNCTION price_class(price numeric) RETURNS text
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN price < 50 THEN 'C'
        ELSE CASE WHEN price < 100 THEN 'B' ELSE 'A' END
    END;
END;
UPDATE tickets SET holder = holder || price_class(price);
