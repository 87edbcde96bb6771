create index event_received_at on event (received_at desc);
create index event_type_received_at on event (type, received_at desc);

-- Few events are large, and those are what somebody asks for.
create index event_large on event (payload_bytes) where payload_bytes > 8192;
