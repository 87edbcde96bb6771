-- Up Migration
CREATE TABLE lenses (id integer);
INSERT INTO lenses VALUES (1), (2);

-- Down Migration
DROP TABLE lenses;
