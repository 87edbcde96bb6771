do $$ begin raise notice 'a;b'; end $$;
create function f() returns void language plpgsql as $body$
begin
	execute $q$ select 1; $q$;
	perform $$ not the end $body of it$$;
end $body$;
select $1, a$b$c, price$, $_tag9$ ; $_tag9$, $tag$ $tga$ ; $tag$ from t$;
prepare p as select $1 + $2;
select $é$ ; $é$;
