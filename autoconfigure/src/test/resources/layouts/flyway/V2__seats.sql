-- As old as the newest baseline: a fresh database never sees it.
ALTER TABLE superseded_by_the_baseline ADD COLUMN seat text;
