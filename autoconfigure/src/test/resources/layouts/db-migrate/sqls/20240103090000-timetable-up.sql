CREATE FUNCTION crossing(line integer) RETURNS text LANGUAGE plpgsql STABLE AS $body$
DECLARE
    found lines;
BEGIN
    SELECT * INTO found FROM lines WHERE id = line;
    RETURN found.origin || ' - ' || found.target; -- both; ends
END;
$body$;
CREATE VIEW timetable AS SELECT id, crossing(id) AS crossing FROM lines;
