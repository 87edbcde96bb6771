INSERT INTO holidays VALUES ('2024-12-25', 'winter');
