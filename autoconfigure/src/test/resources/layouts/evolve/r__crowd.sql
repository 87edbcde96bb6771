CREATE OR REPLACE VIEW crowd AS SELECT t.name, count(f.id) AS fish, feed(6) AS food FROM tanks t LEFT JOIN fish f ON f.tank_id = t.id GROUP BY t.name;
