insert into category (name, title) values
	('commerce', 'Orders; payments & refunds'),
	('people', 'People and their accounts'),
	('operations', 'How the platform is doing'),
	('other', 'Everything else');

insert into category_rule (prefix, category) values
	('order', 'commerce'),
	('payment', 'commerce'),
	('user', 'people'),
	('deploy', 'operations'),
	('alert', 'operations');
