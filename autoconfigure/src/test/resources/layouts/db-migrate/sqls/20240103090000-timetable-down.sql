DROP VIEW timetable;
DROP FUNCTION crossing(integer);