CREATE FUNCTION weather.heat(degrees integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF degrees > 30 THEN
        RETURN 'hot; dry';
    END IF;
    RETURN 'mild';
END;
$$;
INSERT INTO weather.stations VALUES (1, 'Tromsø');
