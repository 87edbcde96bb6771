create table dollars (id int generated always as identity, t text);
insert into dollars (t) values ($$a;b$$), ($a$ $A$ ; $b$ $ $$ $a$), ($_$;$_$), ($é$ ; $é$), ($tag$ $tga$ ; $tag1$ $tag $tag$), ($_tag9$ ; $_tag9$);
insert into dollars (t) values ($$$$), ($$it's "; /* -- $$), ($$\$$), ($x$
\.
\d
\connect template1
COPY dollars FROM stdin;
$x$), ($$$a$$), ($a$$$a$);
prepare dollars_plan (int, text) as insert into dollars (t) values ($1 || $2), ($2||';'||$1), ($1::text);
execute dollars_plan(1, $$;$$); execute dollars_plan ($a$2$a$, ';'); deallocate dollars_plan;
create table a$b$c$ (a$ int, b$1 int); insert into a$b$c$ values (1, 2); select a$, b$1 from a$b$c$ where a$=1 and b$1=2;
create function dollars_nested() returns void language plpgsql as $body$
begin
	execute $q$ insert into dollars (t) values ($v$;$v$); $q$;
	perform $$ not the end $body of it$$;
	execute 'insert into dollars (t) values ($1)' using $$x;$$;
end $body$;
select dollars_nested();
do $do$ begin perform dollars_nested(); end; $do$ language plpgsql; do language plpgsql $$ begin null; end $$;
do 'begin perform dollars_nested(); end;';
