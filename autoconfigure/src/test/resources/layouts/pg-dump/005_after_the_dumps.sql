-- Not a dump: needs the search path and the other settings back.
CREATE TABLE settings_after AS
SELECT current_setting('check_function_bodies') AS check_function_bodies, current_setting('row_security') AS row_security;
INSERT INTO guests (id, name) VALUES (5, 'found without a schema');
CALL museum.move_item(1, 2);
DELETE FROM museum.halls WHERE id = 1;
