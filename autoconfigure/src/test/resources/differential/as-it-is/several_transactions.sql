set escape_string_warning = off;
begin work; create table several_transactions (a int, t text);
set local standard_conforming_strings = off;
insert into several_transactions values (1, 'it\'s;');
commit; begin transaction;
insert into several_transactions values (2, 'conforming\'); commit transaction;
insert into several_transactions values (3, 'alone');
begin; insert into several_transactions values (4, 'undone'); rollback;
begin; insert into several_transactions values (5, 'undone'); abort;
begin isolation level repeatable read; insert into several_transactions values (6, ';'); end;
begin; copy several_transactions from stdin;
7	copied;
\.
commit and no chain;
start transaction read write; insert into several_transactions values (8, ''); commit and chain; insert into several_transactions values (9, ''); commit;
