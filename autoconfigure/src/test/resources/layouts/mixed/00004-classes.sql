-- migrate:up
CREATE TABLE classes (id integer PRIMARY KEY, school_id integer REFERENCES schools (id));
INSERT INTO classes VALUES (1, 1), (2, 1);

-- migrate:down
DROP TABLE classes;
