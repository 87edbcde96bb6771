-- // postage
-- @DELIMITER |
CREATE FUNCTION postage(grams integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    IF grams > 500 THEN
        RETURN 499;
    END IF;
    RETURN 120;
END;
$$
|
-- @DELIMITER ;
CREATE TABLE stamps AS SELECT postage(grams) AS cents FROM parcels WHERE grams IS NOT NULL;

	 --   //	@UNDO and the rest of the line
DROP TABLE stamps;
DROP FUNCTION postage(integer);
