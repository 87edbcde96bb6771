INSERT INTO crops VALUES (1, 'beans', '2024-05-01'), (2, 'kale', '2024-06-11');
