
-- depends: 20240101_01_pQ3xR-ovens

INSERT INTO ovens VALUES (1, 'stone; old'), (2, 'Dampfofen');
CREATE TABLE flours (id integer PRIMARY KEY, name text);
INSERT INTO flours VALUES (1, 'rye'), (2, 'spelt');
