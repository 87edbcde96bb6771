create type outcome as enum ('projected', 'repeated');

comment on type outcome is 'repeated: an earlier attempt had projected the event and died before it could say so here';

create table handled_event (
	event_id uuid primary key,
	outcome outcome not null,
	received_at timestamptz not null,
	handled_at timestamptz not null default clock_timestamp(),
	lag interval not null generated always as (handled_at - received_at) stored
);
