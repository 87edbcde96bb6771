-- The body is SQL and not a text: PostgreSQL knows what it depends on and refuses to drop the tables below it.
create function categorize(event_type text) returns text
language sql stable
begin atomic
	select coalesce(
		(select rule.category from category_rule rule where rule.prefix = split_part(event_type, '.', 1)),
		'other');
end;

comment on function categorize(text) is 'The category of a type of event; other when no rule knows it';
