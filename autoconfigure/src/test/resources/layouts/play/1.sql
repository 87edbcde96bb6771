# --- The apiary: where the hives stand

# --- !Ups
CREATE TABLE meadows (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE hives (
    id integer PRIMARY KEY,
    meadow_id integer NOT NULL REFERENCES meadows (id),
    colour text
);

# --- !Downs
DROP TABLE hives;
DROP TABLE meadows;
