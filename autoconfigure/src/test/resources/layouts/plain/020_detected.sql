-- Nothing says so, but these statements refuse a transaction.
SET search_path = archive;
SET maintenance_work_mem = '16MB';
CREATE INDEX CONCURRENTLY IF NOT EXISTS notes_origin ON notes (origin);
DROP INDEX CONCURRENTLY IF EXISTS notes_unknown;
BEGIN;
INSERT INTO notes (id) VALUES (3);
INSERT INTO notes (id) VALUES (4);
COMMIT;
RESET search_path;
REINDEX INDEX CONCURRENTLY archive.notes_origin;
