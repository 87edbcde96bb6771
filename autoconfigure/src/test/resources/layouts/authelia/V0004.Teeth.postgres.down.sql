DROP FUNCTION teeth(integer);
DELETE FROM keys;
