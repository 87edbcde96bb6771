INSERT INTO looms VALUES (1, 'floor; wide'), (2, 'Bändchen');
