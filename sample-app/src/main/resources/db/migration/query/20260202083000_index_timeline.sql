create index timeline_entry_newest on timeline_entry (received_at desc, event_id);
create index timeline_entry_day on timeline_entry (day, category);
