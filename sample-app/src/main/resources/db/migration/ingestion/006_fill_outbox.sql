-- A function is called with the search_path of its caller, which is not the one of this migration.
create function enqueue_event() returns trigger
language plpgsql
set search_path = ingestion, pg_temp
as $$
begin
	insert into outbox (event_id, received_at) values (new.id, new.received_at);
	return null;
end;
$$;

create trigger event_enqueued
	after insert on event
	for each row execute function enqueue_event();
