DROP PROCEDURE watch(regclass);
DROP FUNCTION stamp();
