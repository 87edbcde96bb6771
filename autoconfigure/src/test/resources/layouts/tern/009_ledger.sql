create schema ledger create table entries (id integer, cents bigint);
set search_path to ledger;
set standard_conforming_strings = off;
insert into entries values (1, 12501);
comment on table entries is 'the ledger\'s entries;';
---- create above / drop below ----
drop schema ledger cascade;
