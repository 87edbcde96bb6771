CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tickets_holder ON tickets (holder);
VACUUM tickets;
