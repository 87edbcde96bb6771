CREATE INDEX CONCURRENTLY tickets_event ON tickets (event_id);
