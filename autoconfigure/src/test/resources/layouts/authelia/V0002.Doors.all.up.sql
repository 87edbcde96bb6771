INSERT INTO doors VALUES (1, 'front; oak'), (2, 'Hintertür');
