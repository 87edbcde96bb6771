-- ====  UP  ====
CREATE FUNCTION firing(degrees integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  -- ==== DOWN ====
    IF degrees > 1200 THEN
        RETURN 'stoneware; hard';
    END IF;
    RETURN 'earthenware';
END;
$$;
INSERT INTO pots VALUES (2, 2, firing(1250));
-- ==== DOWN ====
DELETE FROM pots WHERE id = 2;
DROP FUNCTION firing(integer);
