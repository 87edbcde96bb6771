-- Run as a role that is not trusted, in a database with a schema "hostile". {operators} and {functions} are arrays of names.
-- Every trap says in the server's log that it was executed, does what PostgreSQL's own object does, and never fails.

-- What is being made must not be found by what makes it.
set search_path = pg_catalog, pg_temp;

create function hostile.executed(trap text) returns boolean language plpgsql as $$
begin
	raise log 'TRAP % as %', trap, current_user;
	return true;
end $$;

-- Whether a value is converted by itself, so that there is a chance that another object is preferred for its type.
create function hostile.converts(source oid, target oid) returns boolean language sql stable as $$
	select source = target or target::regtype::text like 'any%'
		or exists (select from pg_cast where castsource = source and casttarget = target and castcontext = 'i')
$$;

-- Exact copies of all operators, for a path in which this schema stands before pg_catalog.
do $$
declare
	o record;
	n int := 0;
begin
	for o in select oprname, oprkind, format_type(oprleft, null) as l, format_type(oprright, null) as r,
			format_type(oprresult, null) as result
		from pg_operator where oprnamespace = 'pg_catalog'::regnamespace and oprresult <> 0
	loop
		n := n + 1;
		begin
			execute format('create function hostile.operator_%s(%s%s) returns %s language plpgsql as %L', n,
				case o.oprkind when 'b' then o.l || ', ' end, o.r, o.result,
				format('begin raise log %L, current_user; return %s operator(pg_catalog.%s) %s; end',
					format('TRAP operator hostile.%s (%s, %s) as %%', replace(o.oprname, '%', '%%'), o.l, o.r),
					case o.oprkind when 'b' then '$1' end, o.oprname, case o.oprkind when 'b' then '$2' else '$1' end));
			execute format('create operator hostile.%s (function = hostile.operator_%s, %s rightarg = %s)', o.oprname, n,
				case o.oprkind when 'b' then format('leftarg = %s,', o.l) end, o.r);
		exception when invalid_function_definition or feature_not_supported or undefined_function or syntax_error then
			-- A language of ours cannot have such arguments.
			null;
		end;
	end loop;
end $$;

-- Operators for those pairs of types for which PostgreSQL has to convert an operand.
do $$
declare
	o text;
	l text;
	r text;
	result text;
	n int := 0;
	types text[] := array['boolean', '"char"', 'name', 'bigint', 'smallint', 'integer', 'text', 'oid', 'regclass',
		'regnamespace', 'regproc', 'regtype', 'regrole', 'xid', 'xid8', 'cid', 'json', 'jsonb', 'real',
		'double precision', 'character', 'character varying', 'date', 'timestamp', 'timestamptz', 'interval', 'numeric',
		'uuid', 'inet', 'bytea', 'pg_lsn', 'text[]', 'name[]', 'oid[]', 'integer[]', 'bigint[]', 'jsonb[]'];
begin
	for o, l, r in
		with coercible as materialized (select t::regtype as source, k as target
			from unnest(types) t, (select oprleft as k from pg_operator union select oprright from pg_operator) k
			where hostile.converts(t::regtype, k))
		select distinct p.oprname, l.source::text, r.source::text
		from pg_operator p join coercible l on l.target = p.oprleft join coercible r on r.target = p.oprright
		where p.oprname = any ({operators}) and p.oprnamespace = 'pg_catalog'::regnamespace
			and not exists (select from pg_operator e where e.oprname = p.oprname and e.oprleft = l.source
				and e.oprright = r.source)
	loop
		begin
			execute format('select pg_typeof(null::%s operator(pg_catalog.%s) null::%s)', l, o, r) into result;
		exception when undefined_function or ambiguous_function or undefined_object or datatype_mismatch then
			continue;
		end;
		n := n + 1;
		execute format('create function public.operator_%s(%s, %s) returns %s language plpgsql as %L', n, l, r, result,
			format('begin raise log %L, current_user; return $1 operator(pg_catalog.%s) $2; end',
				format('TRAP operator public.%s (%s, %s) as %%', o, l, r), o));
		execute format('create operator public.%s (function = public.operator_%s, leftarg = %s, rightarg = %s)',
			o, n, l, r);
	end loop;
end $$;

-- Functions: exact copies, and those for one argument of another type.
do $$
declare
	f record;
	t text;
	i int;
	args text[];
	result text;
	body text;
	types text[] := array['boolean', '"char"', 'name', 'bigint', 'smallint', 'integer', 'text', 'oid', 'regclass',
		'regnamespace', 'xid', 'xid8', 'json', 'jsonb', 'real', 'double precision', 'character varying', 'date',
		'timestamp', 'timestamptz', 'interval', 'numeric', 'uuid', 'inet', 'text[]', 'name[]', 'oid[]', 'integer[]'];
begin
	for f in select p.oid, p.proname, p.pronargs, p.proretset, pg_get_function_arguments(p.oid) as arguments,
			pg_get_function_result(p.oid) as result, format_type(p.prorettype, null) as type, p.provariadic,
			cardinality(p.proallargtypes) as parameters, array(select format_type(a, null) from unnest(p.proargtypes) with ordinality x(a, o) order by o) as args
		from pg_proc p where p.proname = any ({functions}) and p.pronamespace = 'pg_catalog'::regnamespace
			and p.prokind = 'f'
	loop
		body := format('begin raise log %%L, current_user; %s pg_catalog.%I(%s); end',
			case when f.type = 'void' then 'perform' when f.proretset then 'return query select * from'
				when f.type = 'record' then 'select * into '
					|| (select string_agg('$' || n, ', ') from generate_series(f.pronargs + 1, f.parameters) n) || ' from'
				else 'return' end,
			f.proname,
			(select string_agg(case when f.provariadic <> 0 and n = f.pronargs then 'variadic ' else '' end || '$' || n, ', ')
				from generate_series(1, f.pronargs) n));
		begin
			execute format('create function hostile.%I(%s) returns %s language plpgsql as %L', f.proname, f.arguments, f.result,
				format(body, format('TRAP function hostile.%s(%s) as %%', f.proname, f.arguments)));
		exception when invalid_function_definition or feature_not_supported then
			null;
		end;
		for i in 1 .. f.pronargs loop
			foreach t in array types loop
				continue when f.args[i] = '"any"' or not hostile.converts(t::regtype, f.args[i]::regtype);
				args := f.args;
				args[i] := t;
				continue when to_regprocedure(format('pg_catalog.%I(%s)', f.proname, array_to_string(args, ','))) is not null
					or to_regprocedure(format('public.%I(%s)', f.proname, array_to_string(args, ','))) is not null;
				begin
					execute format('select pg_catalog.%I(%s) where false', f.proname,
						(select string_agg('null::' || a, ', ' order by o) from unnest(args) with ordinality x(a, o)));
					execute format('create function public.%I(%s) returns %s %s language plpgsql as %L', f.proname,
						array_to_string(args, ', '), case when f.proretset then 'setof' end, f.type,
						format(body, format('TRAP function public.%s(%s) as %%', f.proname, array_to_string(args, ', '))));
				exception when others then
					continue;
				end;
			end loop;
		end loop;
	end loop;
	-- Where PostgreSQL's own takes any number of arguments of any type, a function for fewer is preferred.
	for f in select p.proname, format_type(p.prorettype, null) as type, p.pronargs,
			array(select format_type(a, null) from unnest(p.proargtypes) with ordinality x(a, o) where a <> '"any"'::regtype
				order by o) as args
		from pg_proc p where p.proname = any ({functions}) and p.pronamespace = 'pg_catalog'::regnamespace
			and p.prokind = 'f' and p.provariadic = '"any"'::regtype
	loop
		for i in 1 .. 3 loop
			foreach t in array types loop
				foreach result in array array['text', 'name', 'jsonb', 'boolean', 'integer'] loop
					args := f.args || array_fill(t, array[1]) || array_fill(result, array[i - 1]);
					continue when to_regprocedure(format('public.%I(%s)', f.proname, array_to_string(args, ','))) is not null;
					body := format('begin raise log %L, current_user; return pg_catalog.%I(%s); end',
						format('TRAP function public.%s(%s) as %%', f.proname, array_to_string(args, ', ')), f.proname,
						(select string_agg('$' || n, ', ') from generate_series(1, cardinality(args)) n));
					execute format('create function public.%I(%s) returns %s language plpgsql as %L', f.proname,
						array_to_string(args, ', '), f.type, body);
				end loop;
			end loop;
		end loop;
	end loop;
end $$;

-- Aggregates.
do $$
declare
	s text;
	t text;
begin
	foreach s in array array['hostile', 'public'] loop
		execute format('create function %I.counted(bigint) returns bigint language plpgsql as $f$
			begin perform hostile.executed(%L); return $1 operator(pg_catalog.+) 1; end $f$', s, 'aggregate ' || s || '.count(*)');
		execute format('create function %I.counted(bigint, anyelement) returns bigint language plpgsql as $f$
			begin perform hostile.executed(%L);
			return $1 operator(pg_catalog.+) case when $2 is null then 0 else 1 end; end $f$', s, 'aggregate ' || s || '.count');
		execute format('create function %I.collected(jsonb, anyelement) returns jsonb language plpgsql as $f$
			begin perform hostile.executed(%L);
			return coalesce($1, ''[]'') operator(pg_catalog.||) pg_catalog.jsonb_build_array($2); end $f$', s,
			'aggregate ' || s || '.jsonb_agg');
		execute format('create function %I.collected(jsonb, text, anyelement) returns jsonb language plpgsql as $f$
			begin perform hostile.executed(%L);
			return coalesce($1, ''{}'') operator(pg_catalog.||) pg_catalog.jsonb_build_object($2, $3); end $f$', s,
			'aggregate ' || s || '.jsonb_object_agg');
		execute format('create function %I.collected(jsonb, name, anyelement) returns jsonb language plpgsql as $f$
			begin perform hostile.executed(%L);
			return coalesce($1, ''{}'') operator(pg_catalog.||) pg_catalog.jsonb_build_object($2, $3); end $f$', s,
			'aggregate ' || s || '.jsonb_object_agg');
		execute format('create function %I.joined(text, text, text) returns text language plpgsql as $f$
			begin perform hostile.executed(%L);
			return pg_catalog.concat_ws($3, $1, $2); end $f$', s, 'aggregate ' || s || '.string_agg');
		execute format('create aggregate %I.string_agg(text, text) (sfunc = %I.joined, stype = text)', s, s);
		execute format('create function %I.joined(text, name, text) returns text language plpgsql as $f$
			begin perform hostile.executed(%L);
			return pg_catalog.concat_ws($3, $1, $2); end $f$', s, 'aggregate ' || s || '.string_agg');
		execute format('create aggregate %I.string_agg(name, text) (sfunc = %I.joined, stype = text)', s, s);
		execute format('create function %I.either(boolean, boolean) returns boolean language plpgsql as $f$
			begin perform hostile.executed(%L); return coalesce($1, false) or $2; end $f$', s, 'aggregate ' || s || '.bool_or');
		execute format('create aggregate %I.bool_or(boolean) (sfunc = %I.either, stype = boolean)', s, s);
		execute format('create function %I.larger(bigint, bigint) returns bigint language plpgsql as $f$
			begin perform hostile.executed(%L);
			return case when $1 is null or $2 operator(pg_catalog.>) $1 then $2 else $1 end; end $f$', s, 'aggregate ' || s || '.max');
		execute format('create aggregate %I.max(bigint) (sfunc = %I.larger, stype = bigint)', s, s);
		execute format('create aggregate %I.count(*) (sfunc = %I.counted, stype = bigint, initcond = 0)', s, s);
		foreach t in array array['anyelement', 'text', 'bigint', 'integer', 'boolean', 'uuid'] loop
			execute format('create aggregate %I.count(%s) (sfunc = %I.counted, stype = bigint, initcond = 0)', s, t, s);
			execute format('create aggregate %I.jsonb_agg(%s) (sfunc = %I.collected, stype = jsonb)', s, t, s);
			execute format('create aggregate %I.jsonb_object_agg(text, %s) (sfunc = %I.collected, stype = jsonb)', s, t, s);
			execute format('create aggregate %I.jsonb_object_agg(name, %s) (sfunc = %I.collected, stype = jsonb)', s, t, s);
		end loop;
	end loop;
end $$;

-- Relations: each of PostgreSQL's own that the role may read.
do $$
declare
	r record;
begin
	for r in select c.oid, c.relname from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace
			and c.relkind in ('r', 'v') and has_table_privilege(c.oid, 'select')
	loop
		begin
			execute format('create view hostile.%I as select r.* from pg_catalog.%I r where (select hostile.executed(%L))',
				r.relname, r.relname, 'relation hostile.' || r.relname);
		exception when invalid_table_definition or wrong_object_type then
			-- A column of a pseudo-type.
			null;
		end;
	end loop;
end $$;

grant select on all tables in schema hostile to public;

-- Types. PL/pgSQL does not take a domain for refcursor, so that this trap would be seen.
do $$
declare
	t record;
begin
	for t in select typname from pg_type where typnamespace = 'pg_catalog'::regnamespace and typtype = 'b'
			and typelem = 0 and typname <> 'refcursor' order by typname = 'text'
	loop
		execute format('create domain hostile.%I as pg_catalog.%I check (hostile.executed(%L))', t.typname, t.typname,
			'type hostile.' || t.typname);
	end loop;
end $$;
