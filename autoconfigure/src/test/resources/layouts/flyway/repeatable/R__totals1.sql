CREATE OR REPLACE VIEW event_totals AS
SELECT e.title, coalesce(s.total, 0) AS total FROM events e LEFT JOIN ticket_sums s ON s.event_id = e.id;
