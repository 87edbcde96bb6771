-- Old months are dropped as whole partitions, so the primary key has to contain the partition key.
create table event (
	id uuid not null default gen_random_uuid(),
	received_at timestamptz not null default now(),
	type event_type not null,
	source source_name not null,
	payload text not null default '',
	payload_bytes int not null generated always as (octet_length(payload)) stored,
	primary key (id, received_at),
	constraint payload_of_bounded_size check (octet_length(payload) <= 65536)
) partition by range (received_at);

comment on table event is 'Every event that was accepted, by the month in which it was received';
comment on column event.payload_bytes is 'Generated: what a payload costs to store';
