INSERT INTO films VALUES (1, 'Nattsvermer; long cut'), (2, 'Go');
INSERT INTO screens VALUES (1, 80)
