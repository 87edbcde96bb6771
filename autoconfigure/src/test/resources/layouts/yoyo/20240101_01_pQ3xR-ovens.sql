-- Ovens, and what bakes in them.
-- depends:

CREATE TABLE ovens (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE loaves (
    id integer PRIMARY KEY,
    oven_id integer NOT NULL REFERENCES ovens (id),
    flour text
);
