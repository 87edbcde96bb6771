-- Before totals1: an underscore of the description counts as a blank.
CREATE OR REPLACE VIEW ticket_sums AS SELECT event_id, sum(price) AS total FROM tickets GROUP BY event_id;
