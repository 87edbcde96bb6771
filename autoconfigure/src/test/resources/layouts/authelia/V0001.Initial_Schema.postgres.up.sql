CREATE TABLE doors (id integer PRIMARY KEY, label text NOT NULL);
CREATE TABLE keys (id uuid PRIMARY KEY, door_id integer REFERENCES doors (id), teeth jsonb);
