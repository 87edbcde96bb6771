-- After 2.9, which adds the column.
INSERT INTO tickets (id, event_id, price, holder) VALUES (1, 1, 80, 'Ana'), (2, 1, 120.5, 'Bo');
