create table invoices (id integer primary key, account_id integer not null references accounts (id), lines jsonb not null default '[]');
insert into accounts values (1, 'Årdal'), (2, 'Brix');
insert into invoices values (1, 1, '[{"what": "hosting; a year", "cents": 12000}, {"what": "help?", "cents": 500}]'), (2, 2, default);
---- create above / drop below ----
drop table invoices;
delete from accounts;
