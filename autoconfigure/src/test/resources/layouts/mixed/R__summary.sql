CREATE OR REPLACE VIEW summary AS
SELECT (SELECT count(*) FROM schools) AS schools, (SELECT count(*) FROM holidays) AS holidays;
