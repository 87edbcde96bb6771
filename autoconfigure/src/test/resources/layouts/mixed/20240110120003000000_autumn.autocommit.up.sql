INSERT INTO holidays VALUES ('2024-10-14', 'autumn');
