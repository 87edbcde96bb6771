-- // dollar words
-- //@DELIMITER  !!
INSERT INTO labels VALUES (5, 'a; semicolon')!!
DO $do$
BEGIN
    INSERT INTO labels VALUES (6, 'done; so');
END;
$do$!!
// @delimiter ;
INSERT INTO labels VALUES (7, 'usual again');
-- //@UNDO
DELETE FROM labels WHERE id > 4;
