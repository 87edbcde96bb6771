create table backslashes_by_function (id int generated always as identity, t text);
select set_config('escape_string_warning', 'off', false);
select set_config('standard_conforming_strings', 'off', false);
insert into backslashes_by_function (t) values ('it\'s;');
select pg_catalog.set_config('standard_conforming_strings', 'on', true);
insert into backslashes_by_function (t) values ('conforming\');
