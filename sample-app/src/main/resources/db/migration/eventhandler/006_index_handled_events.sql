create index handled_event_handled_at on handled_event (handled_at desc);

-- Repetitions tell of crashes: rare, and looked for.
create index handled_event_repeated on handled_event (handled_at) where outcome = 'repeated';
