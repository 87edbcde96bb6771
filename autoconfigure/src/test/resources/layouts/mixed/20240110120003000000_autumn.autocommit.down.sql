DELETE FROM holidays WHERE name = 'autumn';
