-- rambler up
CREATE FUNCTION tempo(bpm integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
 -- rambler down
    IF bpm > 108 THEN
        RETURN 'allegro; lively';
    END IF;
    RETURN 'andante';
END;
$$;
INSERT INTO stands VALUES (3, tempo(120));
-- rambler down
SELECT 1;
-- rambler   up   
INSERT INTO stands VALUES (4, tempo(80));
-- rambler down
DELETE FROM stands WHERE id > 2;
DROP FUNCTION tempo(integer);
