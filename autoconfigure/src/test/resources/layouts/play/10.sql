-- No way back, and no newline at the end.
-- !Ups
CREATE VIEW grades AS SELECT hive_id, honey_grade(kilos) AS grade FROM harvests