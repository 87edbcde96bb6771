-- // between
INSERT INTO offices VALUES (2, 'Bergen');
-- //@UNDO
DELETE FROM offices WHERE id = 2;
