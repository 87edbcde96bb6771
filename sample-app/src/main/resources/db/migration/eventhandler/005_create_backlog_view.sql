-- Reads a table of ingestion, whose migrations therefore run first.
create view backlog as
select categorize(event.type::text) as category,
	count(*) as waiting,
	min(event.received_at) as oldest
from ingestion.outbox
	join ingestion.event on event.id = outbox.event_id and event.received_at = outbox.received_at
group by 1;

comment on view backlog is 'What waits to be handled, by category';
