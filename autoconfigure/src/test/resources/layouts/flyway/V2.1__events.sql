CREATE TABLE events (
    id integer PRIMARY KEY,
    venue_id integer REFERENCES venues (id),
    title text NOT NULL,
    created_by text DEFAULT current_setting('booking.actor', true),
    created_in xid8 DEFAULT pg_current_xact_id()
);
INSERT INTO events (id, venue_id, title) VALUES (1, 1, 'Tosca');
