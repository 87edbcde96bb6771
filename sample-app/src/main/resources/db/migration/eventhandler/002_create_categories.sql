create table category (
	name text primary key check (name = lower(name) and name <> ''),
	title text not null unique
);

create table category_rule (
	prefix text primary key check (prefix ~ '^[a-z][a-z0-9_]*$'),
	category text not null references category (name) on update cascade
);

comment on column category_rule.prefix is 'First word of an event''s type: order for order.placed';
