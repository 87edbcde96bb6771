-- Plots, and who digs them.
CREATE TABLE plots (id integer PRIMARY KEY, label text NOT NULL);
CREATE TABLE gardeners (id integer PRIMARY KEY, name text);
