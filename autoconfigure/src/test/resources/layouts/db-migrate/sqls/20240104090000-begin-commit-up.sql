BEGIN;
CREATE TABLE tickets (id integer PRIMARY KEY, line_id integer REFERENCES lines (id));
COMMIT;
