CREATE INDEX CONCURRENTLY labels_label ON labels (label);
