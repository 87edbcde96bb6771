-- Up Migration
CREATE FUNCTION seeing(mm integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF mm > 100 THEN
        RETURN 'sharp; steady';
    END IF;
    RETURN 'soft';
END;
$$;

-- Down Migration
DROP FUNCTION seeing(integer);
