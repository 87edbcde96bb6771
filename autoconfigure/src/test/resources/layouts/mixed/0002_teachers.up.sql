CREATE TABLE teachers (id integer PRIMARY KEY, school_id integer REFERENCES schools (id), name text);
