create table entries (id integer, path text default 'C:\ledger\');
insert into entries values (1, default);
create function state_of(open bigint) returns text language sql begin atomic
  select case when open = 0 then 'settled' else case when open < 0 then 'too much' else 'open' end end;
end;
---- create above / drop below ----
drop function state_of(bigint);
drop table entries;
