-- History is not rewritten; who must remove an entry drops this trigger first, and is seen to do so.
create function refuse_change() returns trigger
language plpgsql
as $body$
begin
	raise exception 'the timeline only grows: % of % refused', lower(tg_op), old.event_id
		using errcode = 'restrict_violation', hint = 'Send an event that says what has changed.';
end;
$body$;

create trigger timeline_entry_kept
	before update or delete on timeline_entry
	for each row execute function refuse_change();
