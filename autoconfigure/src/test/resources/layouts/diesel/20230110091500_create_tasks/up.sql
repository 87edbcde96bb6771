-- Without hyphens, between two folders with hyphens.
CREATE TABLE tasks (
    id integer PRIMARY KEY,
    project_id integer NOT NULL REFERENCES projects (id),
    title text NOT NULL
);
