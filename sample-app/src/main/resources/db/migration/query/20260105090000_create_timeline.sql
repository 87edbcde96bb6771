-- The event's id is the key: an event that arrives twice is one entry.
create table timeline_entry (
	event_id uuid primary key,
	type text not null,
	source text not null,
	payload text not null,
	received_at timestamptz not null,
	day date not null generated always as ((received_at at time zone 'UTC')::date) stored
);

comment on table timeline_entry is 'All events as the query service shows them, in a database of its own';
