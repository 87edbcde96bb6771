-- // first of all
CREATE TABLE offices (id integer PRIMARY KEY, town text);
INSERT INTO offices VALUES (1, 'Ålesund');
-- //@UNDO
DROP TABLE offices;
