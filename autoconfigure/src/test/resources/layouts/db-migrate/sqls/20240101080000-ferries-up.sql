/* Replace with your SQL commands */
CREATE TABLE ferries (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO ferries VALUES (1, 'Skagerrak; I'), (2, 'Öresund');
