DROP TABLE crusts;
DROP FUNCTION crust(integer);
