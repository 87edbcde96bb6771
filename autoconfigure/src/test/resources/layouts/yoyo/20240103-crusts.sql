CREATE FUNCTION crust(minutes integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- depends: nothing-at-all
    IF minutes > 50 THEN
        RETURN 'dark; crisp';
    END IF;
    RETURN 'soft';
END;
$$;
-- depends: no-such-file
-- transactional: no
CREATE TABLE crusts AS SELECT crust(m) AS word FROM generate_series(50, 51) AS m;
