DROP VIEW prices;
