create table event_count (
	type text primary key,
	total bigint not null check (total > 0),
	last_received_at timestamptz not null
);
