CREATE TABLE old_baseline (id integer);
