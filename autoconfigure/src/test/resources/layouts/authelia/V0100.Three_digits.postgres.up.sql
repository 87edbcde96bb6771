CREATE VIEW visited AS SELECT label, count(*) AS visits FROM doors JOIN visits ON door_id = id GROUP BY label;
