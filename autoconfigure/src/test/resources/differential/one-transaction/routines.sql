create function routines_grade(n int) returns text language sql
begin atomic
	select case when n > 10 then 'a;' when n > 5 then case n when 7 then 'seven;' else 'b' end else 'end;' end;
end;
create or replace procedure routines_empty() begin atomic end;
CREATE OR REPLACE FUNCTION routines_several() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC
	SELECT ';' /* END; */; -- END;
	SELECT "end" FROM (SELECT 'x;' AS "end") t;
	SELECT CASE WHEN (SELECT CASE 1 WHEN 1 THEN true END) THEN 'y' END AS "case";
END;
create function routines_return(n int default (case when true then 1 else 2 end)) returns int return n + (case n when 1 then 1 else 0 end);
create table routines (a int, b text); create procedure routines_insert(n int)
	begin/**/atomic insert into routines values (n, 'begin atomic;'); update routines set b = case when a = n then 'end;' end; delete from routines where a = -1; end;
call routines_insert(5); select routines_grade(7), routines_several();
insert into routines select n, routines_grade(n) from unnest(array[1, 6, 7, 11]) n;
create function "begin"() returns trigger language plpgsql as 'begin new.b := ''trigger;''; return new; end';
create trigger "end" before insert on routines for each row when (new.a > case when true then 100 else 0 end) execute function "begin"();
insert into routines values (101, null);
create function routines_quoted() returns int language sql as 'select 1; select 2';
create function routines_plpgsql(a int) returns int language plpgsql as $$
declare
	b int := 1;
begin
	<<block>>
	begin
		case a when 1 then b := 2; else b := 3; end case;
		if a > 1 then raise notice ';'; end if;
		for i in 1..2 loop b := b + i; end loop;
	exception when others then null;
	end block;
	return b;
end;
$$;
insert into routines values (routines_plpgsql(1), 'plpgsql');
create schema routines_schema create table t (a int, b text default ';') create view v as select a, case a when 1 then ';' end as c from t;
