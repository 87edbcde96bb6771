CREATE UNIQUE INDEX CONCURRENTLY rooms_label ON rooms (label);
