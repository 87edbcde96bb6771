CREATE TABLE fish (id integer PRIMARY KEY, tank_id integer REFERENCES tanks (id), species text);
