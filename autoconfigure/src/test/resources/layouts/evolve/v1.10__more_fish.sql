UPDATE fish SET species = species || '!' WHERE id = 1;
INSERT INTO fish VALUES (3, 2, 'smelt')
