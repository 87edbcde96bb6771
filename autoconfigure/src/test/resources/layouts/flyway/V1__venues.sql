-- Older than the newest baseline: a fresh database never sees it.
CREATE TABLE superseded_by_the_baseline (id integer);
