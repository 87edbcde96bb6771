-- A function: Play splits at every single semicolon, wherever it stands.

-- !Ups
CREATE FUNCTION honey_grade(kilos integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF kilos > 20 THEN
        RETURN 'rich;; golden';;
    END IF;;
    RETURN 'poor';;
END
$$;
COMMENT ON FUNCTION honey_grade(integer) IS 'kilos;; of one year';

-- !Downs
DROP FUNCTION honey_grade(integer);
