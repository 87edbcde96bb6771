CREATE TABLE labels (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label varchar(64), source text DEFAULT 'postgres');
INSERT INTO labels (label) VALUES ('new'), ('sale');
