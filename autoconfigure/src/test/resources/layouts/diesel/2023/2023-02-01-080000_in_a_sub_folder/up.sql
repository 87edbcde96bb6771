CREATE TABLE labels (label text);
COMMIT;
CREATE UNIQUE INDEX CONCURRENTLY labels_label ON labels (label);
BEGIN;
INSERT INTO labels VALUES ('urgent');
