INSERT INTO plots VALUES (1, 'by the gate; sunny'), (2, 'løvskygge');
INSERT INTO gardeners VALUES (1, 'Oona')
