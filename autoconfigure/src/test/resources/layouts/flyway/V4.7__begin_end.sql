BEGIN;
INSERT INTO events (id, venue_id, title) VALUES (2, 2, 'Finals');
END;
