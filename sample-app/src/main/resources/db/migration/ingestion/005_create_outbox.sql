-- What is accepted and not yet handled. Rows come in the transaction of their event and go in the transaction that
-- has handled them, so no event is lost, and none is forgotten half-way.
create table outbox (
	id bigint generated always as identity primary key,
	event_id uuid not null unique,
	received_at timestamptz not null,
	foreign key (event_id, received_at) references event (id, received_at) on delete cascade
);

comment on table outbox is 'Work for the event handler, oldest first';
