-- What an event may be called and where it may come from. The application checks the same before it writes; the
-- database is where the rule holds.
create domain event_type as text
	check (value ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$' and length(value) <= 64);

create domain source_name as text
	check (value ~ '^[a-z][a-z0-9-]*$' and length(value) <= 64);

comment on domain event_type is 'Lower-case words joined by dots, such as order.placed';
comment on domain source_name is 'The system that sent an event, such as web-shop';
