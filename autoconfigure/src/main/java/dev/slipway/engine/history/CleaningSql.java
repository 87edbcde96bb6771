package dev.slipway.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The SQL that drops what the scripts of a service have made, for a transaction that
 * holds the lock, under the safe path.
 * <p>
 * What stands outside of the schemas must not go with it: {@code CASCADE} drops a view or
 * a foreign key of another schema without a word. So what is there is listed before and
 * after. A schema that a migration has made goes too, or the same migration could not
 * make it again: its row in the catalog has the transaction of a row of the history.
 *
 * @param schemas the schemas to empty
 * @param own the history table
 * @param others history tables of other services that may go too
 */
public record CleaningSql(List<String> schemas, HistoryTable own, List<HistoryTable> others) {

	private static final String DECLARATIONS = """
			schemas name[] := array[%s]::name[];
			made name[] := array[]::name[];
			commands text[];
			command text;
			outside text[];
			found text;
			""";

	/** Columns that together no other tool's table has. */
	private static final String OTHER_HISTORY = """
			select string_agg(quote_ident(n.nspname) || '.' || quote_ident(c.relname), ', ' order by n.nspname, c.relname)
			into found from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = any (schemas) and c.relkind in ('r', 'p') and (select count(*) from pg_attribute a
			where a.attrelid = c.oid and a.attname in ('checksum', 'statements', 'run_id', 'undo_script', 'counted_in')) = 5
			and quote_ident(n.nspname) || '.' || quote_ident(c.relname) <> all (array[%s]);
			if found is not null then
			raise sqlstate '%s' using message = 'the history of other services is in the schemas that are to be emptied: ' || found;
			end if;
			""";

	private static final String MADE = """
			if to_regclass(%1$s) is not null then
			made := array(select n.nspname from pg_namespace n where n.nspname = any (schemas)
			and exists (select from only %2$s h where h.counted_in::xid = n.xmin));
			end if;
			""";

	private static final String OUTSIDE = """
			(with s as (select oid from pg_namespace where nspname <> all (schemas) and nspname <> 'information_schema'
			and not starts_with(nspname::text, 'pg_')),
			r as (select c.oid from pg_class c join s on s.oid = c.relnamespace)
			select 'pg_class'::regclass::oid as class, oid as object, 0 as sub from r
			union all select 'pg_class'::regclass, attrelid, attnum from pg_attribute
			where attrelid in (select oid from r) and attnum > 0 and not attisdropped
			union all select 'pg_constraint'::regclass, oid, 0 from pg_constraint where conrelid in (select oid from r)
			union all select 'pg_attrdef'::regclass, oid, 0 from pg_attrdef where adrelid in (select oid from r)
			union all select 'pg_trigger'::regclass, oid, 0 from pg_trigger
			where tgrelid in (select oid from r) and not tgisinternal
			union all select 'pg_rewrite'::regclass, oid, 0 from pg_rewrite where ev_class in (select oid from r)
			union all select 'pg_policy'::regclass, oid, 0 from pg_policy where polrelid in (select oid from r)
			union all select 'pg_proc'::regclass, oid, 0 from pg_proc where pronamespace in (select oid from s)
			union all select 'pg_type'::regclass, oid, 0 from pg_type where typnamespace in (select oid from s)
			union all select 'pg_extension'::regclass, oid, 0 from pg_extension)""";

	/**
	 * What stands in a schema by itself: not what belongs to an extension, nor what comes
	 * and goes with something else, as an index with its table. Tables come first, since
	 * their sequences and types go with them.
	 */
	private static final String COMMANDS = """
			commands := array(select format('drop %%s if exists %%s cascade', case when i.type in ('function', 'procedure', 'aggregate')
			then 'routine' when i.type = 'composite type' then 'type' when i.type = 'statistics object' then 'statistics'
			else i.type end, i.identity) from pg_depend d, pg_identify_object(d.classid, d.objid, 0) i
			where d.refclassid = 'pg_namespace'::regclass and d.deptype = 'n'
			and d.refobjid in (select oid from pg_namespace where nspname = any (schemas))
			and d.classid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass,
			'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_collation'::regclass, 'pg_conversion'::regclass,
			'pg_ts_config'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_parser'::regclass, 'pg_ts_template'::regclass,
			'pg_statistic_ext'::regclass)
			and not exists (select from pg_depend e where e.classid = d.classid and e.objid = d.objid
			and e.objsubid = 0 and e.deptype in ('e', 'i'))
			order by d.classid <> 'pg_class'::regclass, i.type <> 'table', i.identity);
			""";

	private static final String DROP = """
			foreach command in array commands loop
			execute command;
			end loop;
			""";

	private static final String REQUIRE_OUTSIDE = """
			select string_agg(substring(o, length(split_part(o, ' ', 1)) + 2), ', ' order by o) into found from unnest(outside) o
			where split_part(o, ' ', 1) not in (select concat_ws('/', n.class, n.object, n.sub) from %s n);
			if found is not null then
			raise sqlstate '%s' using message = 'what depends on them stands in other schemas: ' || found;
			end if;
			""";

	/** What belongs to an extension may be left in it. */
	private static final String DROP_MADE = """
			drop table if exists %s;
			foreach command in array made loop
			begin
			execute format('drop schema %%I restrict', command);
			exception when dependent_objects_still_exist then null;
			end;
			end loop;
			""";

	/** Return the statement that drops everything, or raises. */
	public String statement() {
		List<String> literals = new ArrayList<>();
		for (String schema : this.schemas) {
			literals.add(Quote.literal(schema));
		}
		List<String> histories = new ArrayList<>(List.of(quoted(this.own)));
		for (HistoryTable other : this.others) {
			histories.add(quoted(other));
		}
		String body = OTHER_HISTORY.formatted(String.join(", ", histories), SqlState.SHARED_SCHEMA)
				+ MADE.formatted(this.own.regclass(), this.own.qualified())
				+ "outside := array(select concat_ws('/', o.class, o.object, o.sub) || ' ' || pg_describe_object(o.class,"
				+ " o.object, o.sub) from " + OUTSIDE + " o);\n" + COMMANDS.formatted() + DROP
				+ REQUIRE_OUTSIDE.formatted(OUTSIDE, SqlState.SHARED_SCHEMA)
				+ DROP_MADE.formatted(this.own.qualified());
		return Quote.block(DECLARATIONS.formatted(String.join(", ", literals)), body);
	}

	/** As {@code quote_ident} has it. */
	private static String quoted(HistoryTable table) {
		return "quote_ident(" + Quote.literal(table.schema()) + ") || '.' || quote_ident("
				+ Quote.literal(table.table()) + ")";
	}

}
