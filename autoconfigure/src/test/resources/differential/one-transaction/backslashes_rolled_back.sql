create table backslashes_rolled_back (id int generated always as identity, t text);
set escape_string_warning to off;
savepoint before;
set standard_conforming_strings = off;
insert into backslashes_rolled_back (t) values ('it\'s;');
rollback to savepoint before;
insert into backslashes_rolled_back (t) values ('conforming\');
create function backslashes_of_a_function() returns text language sql set standard_conforming_strings = off as 'select 1::text';
insert into backslashes_rolled_back (t) values ('conforming still\');
