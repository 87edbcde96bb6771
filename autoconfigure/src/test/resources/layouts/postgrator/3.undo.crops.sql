DROP FUNCTION days_grown(date, date);
DROP TABLE crops;
