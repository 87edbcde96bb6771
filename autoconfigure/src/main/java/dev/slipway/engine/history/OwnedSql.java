package dev.slipway.engine.history;

import java.util.List;

import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The SQL that finds and drops what the migrations of a service have made, by what the
 * history has recorded: each row has the transaction that ran its migration, and so has
 * the entry of the catalog that puts an object into its schema, whatever becomes of the
 * object later. A row that is not as its own transaction has left it, because it was
 * restored from a dump or has another version since, is no witness: its transaction may
 * be another cluster's. Nor is one that is older than its table, whose catalog entries
 * are then those of another cluster, as after {@code pg_upgrade}.
 * <p>
 * A schema that a migration has made is the service's with all that is in it. In other
 * schemas only recorded objects are.
 *
 * @param own the history table
 * @param outdated whether it has no column for the origin of a row yet
 * @param harmless the checksums of files of which the history need not tell what they
 * have made, because nothing of it is left when the tables are dropped
 * @param others history tables of services that are reset together
 */
public record OwnedSql(HistoryTable own, boolean outdated, List<String> harmless, List<HistoryTable> others) {

	/**
	 * What a row is given as its run when something else of it changes, so that it stays
	 * a witness of its transaction in this table of this cluster.
	 */
	static final String WITNESS = "md5(concat_ws('/', (select system_identifier from pg_control_system()), h.tableoid,"
			+ " h.counted_in))::uuid";

	private static final String MAY_ASK = "has_function_privilege('pg_control_system()', 'EXECUTE')";

	private static final String IS_WITNESS = "((h.counted_in::xid = h.xmin or case when " + MAY_ASK
			+ " then h.run_id = " + WITNESS
			+ " else false end) and exists (select from pg_depend t where t.classid = 'pg_class'::regclass"
			+ " and t.objid = h.tableoid and t.objsubid = 0 and t.refclassid = 'pg_namespace'::regclass"
			+ " and t.deptype = 'n' and age(t.xmin) >= age(h.counted_in::xid)))";

	private static final String RECORDED = "(select h.counted_in::xid from only %s h where " + IS_WITNESS + ")";

	/** The run of a row that is changed, and was applied here. */
	static final String KEEP_WITNESS = "case when h.counted_in::xid = h.xmin and " + MAY_ASK + " then " + WITNESS
			+ " else h.run_id end";

	/** Schemas; the entry of their owner outlives a change of their privileges. */
	private static final String SCHEMAS = """
			(select n.oid, n.nspname from pg_namespace n where n.nspname <> 'information_schema'
			and not starts_with(n.nspname::text, 'pg_') and (n.xmin in %1$s or exists (select from pg_shdepend s
			where s.classid = 'pg_namespace'::regclass and s.objid = n.oid and s.deptype = 'o' and s.dbid =
			(select oid from pg_database where datname = current_database()) and s.xmin in %1$s)))""";

	/**
	 * What stands in a schema by itself: not what belongs to an extension, nor what comes
	 * and goes with something else, as an index with its table.
	 */
	private static final String OBJECTS = """
			(select d.classid, d.objid, i.type, i.identity, case when i.type in ('function', 'procedure', 'aggregate')
			then 'routine' when i.type = 'composite type' then 'type' when i.type = 'statistics object' then 'statistics'
			else i.type end as kind from pg_depend d, pg_identify_object(d.classid, d.objid, 0) i
			where d.refclassid = 'pg_namespace'::regclass and d.deptype = 'n'
			and (d.xmin in %1$s or d.refobjid in (select s.oid from %2$s s))
			and d.refobjid in (select oid from pg_namespace where not starts_with(nspname::text, 'pg_'))
			and d.classid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass,
			'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_collation'::regclass, 'pg_conversion'::regclass,
			'pg_ts_config'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_parser'::regclass, 'pg_ts_template'::regclass,
			'pg_statistic_ext'::regclass)
			and not (d.classid = 'pg_class'::regclass and d.objid = %3$s::regclass)
			and not exists (select from pg_depend e where e.classid = d.classid and e.objid = d.objid
			and e.objsubid = 0 and e.deptype in ('e', 'i')))""";

	/** All that can vanish by CASCADE, with what it is a part of. */
	private static final String ALL = """
			(with s as (select oid from pg_namespace where nspname <> 'information_schema'
			and not starts_with(nspname::text, 'pg_')),
			r as (select c.oid, coalesce(x.indrelid, (select e.refobjid from pg_depend e where e.classid = 'pg_class'::regclass
			and e.objid = c.oid and e.objsubid = 0 and e.deptype = 'i' and e.refclassid = 'pg_class'::regclass limit 1),
			c.oid) as top from pg_class c join s on s.oid = c.relnamespace left join pg_index x on x.indexrelid = c.oid)
			select 'pg_class'::regclass::oid as class, oid as object, 0 as sub, top from r
			union all select 'pg_class'::regclass, a.attrelid, a.attnum, r.top from pg_attribute a join r on r.oid = a.attrelid
			where a.attnum > 0 and not a.attisdropped
			union all select 'pg_constraint'::regclass, k.oid, 0, r.top from pg_constraint k join r on r.oid = k.conrelid
			union all select 'pg_attrdef'::regclass, k.oid, 0, r.top from pg_attrdef k join r on r.oid = k.adrelid
			union all select 'pg_trigger'::regclass, k.oid, 0, r.top from pg_trigger k join r on r.oid = k.tgrelid
			where not k.tgisinternal
			union all select 'pg_rewrite'::regclass, k.oid, 0, r.top from pg_rewrite k join r on r.oid = k.ev_class
			union all select 'pg_policy'::regclass, k.oid, 0, r.top from pg_policy k join r on r.oid = k.polrelid
			union all select 'pg_proc'::regclass, f.oid, 0, coalesce(g.rngtypid, e.refobjid, f.oid) from pg_proc f
			left join pg_depend e on e.classid = 'pg_proc'::regclass and e.objid = f.oid and e.deptype = 'i'
			and e.refclassid = 'pg_type'::regclass left join pg_range g on g.rngmultitypid = e.refobjid
			where f.pronamespace in (select oid from s)
			union all select 'pg_type'::regclass, t.oid, 0, case when t.typrelid <> 0 then t.typrelid
			when e.typrelid <> 0 then e.typrelid else coalesce(m.rngtypid, e.oid, t.oid) end from pg_type t
			left join pg_type e on e.typarray = t.oid left join pg_range m on m.rngmultitypid = t.oid
			or m.rngmultitypid = e.oid where t.typnamespace in (select oid from s)
			union all select 'pg_extension'::regclass, oid, 0, oid from pg_extension)""";

	private static final String DECLARATIONS = """
			made name[];
			dropped oid[];
			commands text[];
			command text;
			before text[];
			place oid;
			found text;
			""";

	/**
	 * Columns that together no other tool's table has. Another service may have its
	 * history, or what its migrations have made, in a schema of this one.
	 */
	private static final String OTHER_SERVICES = """
			for place in select c.oid from pg_class c where c.relkind = 'r' and c.oid <> all (array[%1$s]::oid[])
			and (select count(*) from pg_attribute a where a.attrelid = c.oid and (a.attname, a.atttypid) in
			(('checksum', 25), ('statements', 23), ('run_id', 2950), ('undo_script', 25), ('counted_in', 5069))) = 5 loop
			if place = any (dropped) then
			raise sqlstate '%2$s' using message = 'the history of another service is among them: ' || place::regclass;
			end if;
			if has_table_privilege(place, 'SELECT') and not row_security_active(place) then
			execute format('select string_agg(pg_describe_object(d.classid, d.objid, 0), '', '' order by d.objid) from pg_depend d
			where d.refclassid = ''pg_namespace''::regclass and d.deptype = ''n'' and d.objid = any ($1) and d.xmin in
			(select h.counted_in::xid from only %%s h where h.counted_in::xid = h.xmin)', place::regclass) into found using dropped;
			if found is not null then
			raise sqlstate '%2$s' using message = 'what another service has made, with its history in ' || place::regclass
			|| ', is among them: ' || found;
			end if;
			end if;
			end loop;
			""";

	private static final String REQUIRE_OTHERS = """
			select string_agg(split_part(o, '|', 3), ', ' order by o) into found from unnest(before) o
			where split_part(o, '|', 2)::oid <> all (dropped)
			and split_part(o, '|', 1) not in (select concat_ws('/', a.class, a.object, a.sub) from %s a);
			if found is not null then
			raise sqlstate '%s' using message = 'what depends on them is not the service''s: ' || found;
			end if;
			""";

	/** The files would run again, and find what they have made before. */
	private static final String REQUIRE_TOLD = """
			select string_agg(concat_ws('_', h.version, h.name), ', ' order by h.id) into found %s;
			if found is not null then
			raise sqlstate '%s' using message = found;
			end if;
			""";

	private static final String DROP = """
			foreach command in array commands loop
			execute command;
			end loop;
			""";

	/** What belongs to an extension may be left in it. */
	private static final String DROP_SCHEMAS = """
			drop table if exists %s;
			foreach command in array made loop
			begin
			execute format('drop schema %%I restrict', command);
			exception when dependent_objects_still_exist then null;
			end;
			end loop;
			""";

	/**
	 * Return the query for what is dropped: kind and name of each schema and each object.
	 */
	public String listing() {
		return "select l.type, l.identity from (select 'schema' as type, quote_ident(s.nspname) as identity from "
				+ schemas() + " s union all select o.type, o.identity from " + objects()
				+ " o) l order by l.type <> 'schema', l.type, l.identity";
	}

	/**
	 * Return the query for the migrations of which the history does not tell what they
	 * have made: the version, or nothing, and the name of each.
	 */
	public String untold() {
		return "select concat_ws('_', h.version, h.name) " + untoldRows() + " order by h.id";
	}

	private String untoldRows() {
		return "from only " + this.own.qualified() + " h where not (" + IS_WITNESS + " or h.checksum = any (array["
				+ HistoryTable.literals(this.harmless) + "]))" + (this.outdated ? "" : " or h.origin is not null");
	}

	/** Return the statement that drops everything with the history, or raises. */
	public String statement() {
		StringBuilder histories = new StringBuilder("to_regclass(" + this.own.regclass() + ")");
		for (HistoryTable other : this.others) {
			histories.append(", to_regclass(").append(other.regclass()).append(")");
		}
		return Quote.block(DECLARATIONS, "if to_regclass(" + this.own.regclass() + ") is null then\nreturn;\nend if;\n"
				+ REQUIRE_TOLD.formatted(untoldRows(), SqlState.UNTOLD) + "made := array(select s.nspname from "
				+ schemas() + " s);\n" + "dropped := array(select o.objid from " + objects() + " o) || to_regclass("
				+ this.own.regclass() + ")::oid;\n"
				+ "commands := array(select format('drop %s if exists %s cascade', o.kind, o.identity) from "
				+ objects() + " o order by o.classid <> 'pg_class'::regclass, o.type <> 'table', o.identity);\n"
				+ OTHER_SERVICES.formatted(histories, SqlState.SHARED_SCHEMA)
				+ "before := array(select concat_ws('|', concat_ws('/', a.class, a.object, a.sub), a.top, pg_describe_object("
				+ "a.class, a.object, a.sub)) from " + ALL + " a);\n" + DROP
				+ REQUIRE_OTHERS.formatted(ALL, SqlState.SHARED_SCHEMA) + DROP_SCHEMAS.formatted(this.own.qualified()));
	}

	private String recorded() {
		return RECORDED.formatted(this.own.qualified());
	}

	private String schemas() {
		return SCHEMAS.formatted(recorded());
	}

	private String objects() {
		return OBJECTS.formatted(recorded(), schemas(), this.own.regclass());
	}

}
