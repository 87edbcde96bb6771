create function one(a int) returns int language sql
begin atomic
	select case when a > 0 then 1 else case a when 0 then 0 else -1 end end;
	select 2;
end;
create or replace procedure two() begin atomic insert into t values (1); end;
create rule r as on insert to t do also (insert into log values (1); insert into log values (2));
create table "begin" (atomic int, "end" text, "case" int);
select case when true then 1 end;
create function three() returns int language sql begin atomic select (select 1); end; select 9;
create function four() returns int begin atomic select 1 as end, t.end from t; select case x.case when 1 then 2 end as case from x; end; select 10;
select E'a' -- note
 'b\'; c', 11;
