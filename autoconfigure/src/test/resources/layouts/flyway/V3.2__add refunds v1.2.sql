-- Blanks and a dot in the description; the search path of 3.1 is gone.
CREATE TABLE refunds (ticket_id integer REFERENCES tickets (id), reason text);
INSERT INTO refunds VALUES (2, 'ill');
