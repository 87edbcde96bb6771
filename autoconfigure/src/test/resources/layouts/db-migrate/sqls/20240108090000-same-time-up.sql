INSERT INTO captains VALUES (2, 'Bo');
