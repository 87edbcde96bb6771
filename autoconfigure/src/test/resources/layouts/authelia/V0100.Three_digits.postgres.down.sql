DROP VIEW visited;
