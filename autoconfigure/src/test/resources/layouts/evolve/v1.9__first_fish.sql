INSERT INTO fish VALUES (1, 1, 'clownfish'), (2, 2, 'blenny');
