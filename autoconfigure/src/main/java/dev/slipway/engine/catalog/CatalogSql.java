package dev.slipway.engine.catalog;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;

/**
 * The query for everything that a database consists of but its data, to be run under the
 * {@link OwnTransaction#SAFE_PATH safe path}: then PostgreSQL writes each name with its
 * schema. A row is one object, or one aspect of it: {@code kind}, {@code name},
 * {@code parent} (null where it stands by itself) and {@code definition}.
 * <p>
 * What belongs to an extension is left out, as the extension stands for it, and so is
 * what PostgreSQL makes along with something else: the row type of a table, the index of
 * a constraint, the array of a type. Names are those of {@code pg_identify_object}, which
 * are never translated. Columns that only some versions of PostgreSQL have are read from
 * the row's JSON.
 */
final class CatalogSql {

	/** The first object that is not the server's own (access/transam.h). */
	private static final String FIRST_OWN_OID = "16384";

	/** What others refer to: schemas, and what stands in them. */
	private static final String WITH = """
			with s as (select oid, nspname, nspowner, nspacl from pg_namespace
			where nspname <> 'information_schema' and not starts_with(nspname::text, 'pg_')),
			member as (select classid, objid from pg_depend where deptype = 'e'),
			hidden as (select x.id from unnest(array[%1$s]::oid[]) x(id) where x.id is not null),
			rel as (select c.* from pg_class c join s on s.oid = c.relnamespace
			where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'c')
			and not exists (select from member where classid = 'pg_class'::regclass and objid = c.oid)
			and not exists (select from hidden where id = c.oid)
			and not exists (select from pg_depend d join hidden on id = d.refobjid
			where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
			and d.deptype in ('a', 'i'))),
			typ as (select t.* from pg_type t join s on s.oid = t.typnamespace
			where not exists (select from member where classid = 'pg_type'::regclass and objid = t.oid)
			and t.typtype <> 'm' and not exists (select from pg_type e where e.typarray = t.oid)
			and (t.typrelid = 0 or exists (select from rel where oid = t.typrelid and relkind = 'c'))),
			proc as (select p.* from pg_proc p join s on s.oid = p.pronamespace
			where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
			and d.deptype in ('e', 'i'))),
			""";

	private static final String RELATIONS = """
			select 'pg_namespace'::regclass::oid, oid, 0, null, 0::oid, 0::oid, '' from s
			union all select 'pg_class'::regclass, oid, 0, null, 0, 0, concat_ws(', ',
			case relpersistence when 'u' then 'unlogged' end,
			case when relkind = 'p' then 'partition by ' || pg_get_partkeydef(oid) end,
			case when relispartition then 'partition ' || pg_get_expr(relpartbound, oid) end,
			(select 'child of ' || string_agg(inhparent::regclass::text, ', ' order by inhseqno)
			from pg_inherits where inhrelid = rel.oid),
			case when reloftype <> 0 then 'of ' || format_type(reloftype, null) end,
			(select 'using ' || quote_ident(amname) from pg_am a where a.oid = relam and amname <> 'heap'),
			(select 'tablespace ' || quote_ident(spcname) from pg_tablespace t where t.oid = reltablespace),
			'with ' || array_to_string(reloptions, ', '), case when relrowsecurity then 'row level security' end,
			case when relforcerowsecurity then 'forced row level security' end,
			case relreplident when 'n' then 'replica identity nothing' when 'f' then 'replica identity full' end,
			(select 'server ' || quote_ident(srvname) || ' ' || array_to_string(ftoptions, ', ')
			from pg_foreign_table f join pg_foreign_server v on v.oid = ftserver where ftrelid = rel.oid),
			case when relkind in ('v', 'm') then E'as\\n' || pg_get_viewdef(oid) end) from rel where relkind not in ('c', 'S')
			union all select 'pg_class'::regclass, oid, 0, null, 0, 0, concat_ws(', ',
			case relpersistence when 'u' then 'unlogged' end, format_type(seqtypid, null),
			format('start %s increment %s from %s to %s cache %s', seqstart, seqincrement, seqmin, seqmax, seqcache),
			case when seqcycle then 'cycle' end, (select format('of %s.%I', attrelid::regclass, attname)
			from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
			where d.classid = 'pg_class'::regclass and d.objid = rel.oid and d.refclassid = 'pg_class'::regclass
			and d.deptype in ('a', 'i'))) from rel join pg_sequence on seqrelid = oid
			union all select 'pg_class'::regclass, oid, attnum, null, 'pg_class'::regclass, oid, concat_ws(' ',
			format_type(atttypid, atttypmod), (select 'collate ' || attcollation::regcollation::text from pg_type t
			where t.oid = atttypid and typcollation <> attcollation and attcollation <> 0),
			case when attnotnull then 'not null' end, case attidentity when 'a' then 'generated always as identity'
			when 'd' then 'generated by default as identity' end,
			(select case attgenerated when '' then 'default ' || pg_get_expr(adbin, adrelid)
			else format('generated always as (%s) %s', pg_get_expr(adbin, adrelid),
			case attgenerated when 's' then 'stored' else 'virtual' end) end
			from pg_attrdef where adrelid = attrelid and adnum = attnum),
			(select 'storage ' || attstorage::text from pg_type t where t.oid = atttypid and typstorage <> attstorage),
			case attcompression when 'p' then 'compression pglz' when 'l' then 'compression lz4' end,
			case when attstattarget >= 0 then 'statistics ' || attstattarget::text end,
			'with ' || array_to_string(attoptions, ', '), 'options ' || array_to_string(attfdwoptions, ', '))
			from rel join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped where relkind in ('r', 'p', 'f', 'm')
			union all select 'pg_class'::regclass, oid, 0, 'column order', 'pg_class'::regclass, oid,
			string_agg(quote_ident(attname), ', ' order by attnum)
			from rel join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped
			where relkind in ('r', 'p', 'f') group by oid
			""";

	private static final String OF_RELATIONS = """
			select 'pg_constraint'::regclass, c.oid, 0, null, 'pg_class'::regclass, conrelid,
			pg_get_constraintdef(c.oid) from pg_constraint c join rel on rel.oid = conrelid where contype <> 't'
			union all select 'pg_constraint'::regclass, c.oid, 0, null, 'pg_type'::regclass, contypid,
			pg_get_constraintdef(c.oid) from pg_constraint c join typ on typ.oid = contypid
			union all select 'pg_class'::regclass, indexrelid, 0, null, 'pg_class'::regclass, indrelid,
			concat_ws(', ', pg_get_indexdef(indexrelid), case when not indisvalid then 'invalid' end,
			case when indisclustered then 'clustered' end, case when indisreplident then 'replica identity' end,
			(select 'child of ' || inhparent::regclass::text from pg_inherits where inhrelid = indexrelid),
			(select 'tablespace ' || quote_ident(spcname) from pg_class c join pg_tablespace t on t.oid = reltablespace
			where c.oid = indexrelid)) from pg_index join rel on rel.oid = indrelid where not exists
			(select from pg_constraint where conindid = indexrelid and conrelid = indrelid and contype in ('p', 'u', 'x'))
			union all select 'pg_trigger'::regclass, t.oid, 0, null, 'pg_class'::regclass, tgrelid,
			concat_ws(', ', pg_get_triggerdef(t.oid), case tgenabled when 'D' then 'disabled' when 'R' then 'replica'
			when 'A' then 'always' end) from pg_trigger t join rel on rel.oid = tgrelid where not tgisinternal
			union all select 'pg_rewrite'::regclass, w.oid, 0, null, 'pg_class'::regclass, ev_class,
			concat_ws(', ', pg_get_ruledef(w.oid), case ev_enabled when 'D' then 'disabled' when 'R' then 'replica'
			when 'A' then 'always' end) from pg_rewrite w join rel on rel.oid = ev_class where rulename <> '_RETURN'
			union all select 'pg_policy'::regclass, p.oid, 0, null, 'pg_class'::regclass, polrelid,
			concat_ws(', ', case when polpermissive then 'permissive' else 'restrictive' end, 'for ' || case polcmd
			when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
			'to ' || (select string_agg(case r when 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', '
			order by pg_get_userbyid(r)) from unnest(polroles) r), 'using ' || pg_get_expr(polqual, polrelid),
			'with check ' || pg_get_expr(polwithcheck, polrelid)) from pg_policy p join rel on rel.oid = polrelid
			union all select 'pg_statistic_ext'::regclass, x.oid, 0, null, 'pg_class'::regclass, stxrelid,
			pg_get_statisticsobjdef(x.oid) from pg_statistic_ext x join rel on rel.oid = stxrelid
			""";

	private static final String ROUTINES_AND_TYPES = """
			select 'pg_proc'::regclass, oid, 0, null, 0, 0, pg_get_functiondef(oid) from proc where prokind <> 'a'
			union all select 'pg_proc'::regclass, oid, 0, null, 0, 0, concat_ws(', ', pg_get_function_arguments(oid),
			'returns ' || pg_get_function_result(oid), 'parallel ' || proparallel::text, to_jsonb(a)::text)
			from proc join (select aggfnoid, aggkind, aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn,
			aggmtransfn, aggminvtransfn, aggmfinalfn, aggfinalextra, aggfinalmodify, aggsortop::regoperator,
			format_type(aggtranstype, null), agginitval, aggminitval from pg_aggregate) a on a.aggfnoid = proc.oid
			union all select 'pg_type'::regclass, oid, 0, null, 0, 0, case typtype
			when 'e' then 'enum ' || coalesce((select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
			from pg_enum where enumtypid = typ.oid), '')
			when 'd' then concat_ws(' ', 'domain of', format_type(typbasetype, typtypmod),
			case when typcollation <> 0 then 'collate ' || typcollation::regcollation::text end,
			case when typnotnull then 'not null' end, 'default ' || typdefault)
			when 'c' then 'composite of ' || coalesce((select string_agg(concat_ws(' ', quote_ident(attname),
			format_type(atttypid, atttypmod), case when attcollation <> 0 then 'collate ' || attcollation::regcollation::text end),
			', ' order by attnum) from pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped), 'nothing')
			when 'r' then (select concat_ws(', ', 'range of ' || format_type(rngsubtype, null),
			'multirange ' || format_type(rngmultitypid, null), (select 'operators ' || opcname from pg_opclass c where c.oid = rngsubopc),
			case when rngcollation <> 0 then 'collate ' || rngcollation::regcollation::text end,
			'canonical ' || nullif(rngcanonical::oid, 0)::regproc::text, 'subtype_diff ' || nullif(rngsubdiff::oid, 0)::regproc::text) from pg_range where rngtypid = typ.oid)
			else concat_ws(', ', 'base', typinput, typoutput, typreceive, typsend, typlen::text, typbyval::text, typalign,
			typstorage, typcategory, typdelim, typdefault) end from typ
			""";

	private static final String OPERATORS = """
			select 'pg_operator'::regclass, o.oid, 0, null, 0, 0, concat_ws(', ', oprcode,
			'commutator ' || nullif(oprcom, 0)::regoperator::text, 'negator ' || nullif(oprnegate, 0)::regoperator::text,
			'restrict ' || nullif(oprrest::oid, 0)::regproc::text, 'join ' || nullif(oprjoin::oid, 0)::regproc::text, case when oprcanmerge then 'merges' end,
			case when oprcanhash then 'hashes' end) from pg_operator o join s on s.oid = oprnamespace
			union all select 'pg_opclass'::regclass, o.oid, 0, null, 0, 0, concat_ws(', ', format_type(opcintype, null),
			case when opcdefault then 'default' end, 'storage ' || format_type(nullif(opckeytype, 0), null),
			(select 'family ' || quote_ident(opfname) from pg_opfamily f where f.oid = opcfamily))
			from pg_opclass o join s on s.oid = opcnamespace
			union all select 'pg_opfamily'::regclass, f.oid, 0, null, 0, 0, concat_ws(', ',
			(select string_agg(format('operator %%s %%s %%s', amopstrategy, amopopr::regoperator, amoppurpose), ', '
			order by amopstrategy, amopopr::regoperator::text) from pg_amop where amopfamily = f.oid),
			(select string_agg(format('function %%s %%s', amprocnum, amproc), ', ' order by amprocnum, amproc::text)
			from pg_amproc where amprocfamily = f.oid)) from pg_opfamily f join s on s.oid = opfnamespace
			union all select 'pg_cast'::regclass, oid, 0, null, 0, 0, concat_ws(', ', nullif(castfunc, 0)::regprocedure,
			castmethod, castcontext) from pg_cast where oid >= %1$s
			union all select 'pg_collation'::regclass, c.oid, 0, null, 0, 0, concat_ws(', ', collprovider,
			to_jsonb(c) ->> 'collcollate', to_jsonb(c) ->> 'collctype', coalesce(to_jsonb(c) ->> 'colllocale',
			to_jsonb(c) ->> 'colliculocale'), to_jsonb(c) ->> 'collicurules', case when not collisdeterministic
			then 'nondeterministic' end) from pg_collation c join s on s.oid = collnamespace
			union all select 'pg_conversion'::regclass, c.oid, 0, null, 0, 0, concat_ws(', ',
			conforencoding, contoencoding, conproc, condefault) from pg_conversion c join s on s.oid = connamespace
			union all select 'pg_ts_config'::regclass, c.oid, 0, null, 0, 0, concat_ws(', ', cfgparser::text,
			(select string_agg(format('%%s %%s %%s', maptokentype, mapseqno, mapdict::regdictionary), ', '
			order by maptokentype, mapseqno) from pg_ts_config_map where mapcfg = c.oid))
			from (select c.oid, cfgnamespace, format('%%I.%%I', n.nspname, prsname) as cfgparser from pg_ts_config c
			join pg_ts_parser p on p.oid = cfgparser join pg_namespace n on n.oid = prsnamespace) c
			join s on s.oid = cfgnamespace
			union all select 'pg_ts_dict'::regclass, d.oid, 0, null, 0, 0, concat_ws(', ', format('%%I.%%I', n.nspname, tmplname),
			dictinitoption) from pg_ts_dict d join s on s.oid = dictnamespace join pg_ts_template t on t.oid = dicttemplate
			join pg_namespace n on n.oid = tmplnamespace
			""";

	/** What stands in no schema. Options of a user mapping may be passwords. */
	private static final String OUTSIDE = """
			select 'pg_extension'::regclass, e.oid, 0, null, 0, 0, format('version %%s in %%I', extversion, nspname)
			from pg_extension e join pg_namespace n on n.oid = extnamespace
			union all select 'pg_event_trigger'::regclass, oid, 0, null, 0, 0, concat_ws(', ', evtevent,
			evtfoid::regprocedure, array_to_string(evttags, ' '), evtenabled) from pg_event_trigger
			union all select 'pg_language'::regclass, oid, 0, null, 0, 0, concat_ws(', ', lanpltrusted,
			lanplcallfoid::regprocedure) from pg_language where oid >= %1$s
			union all select 'pg_am'::regclass, oid, 0, null, 0, 0, concat_ws(', ', amtype, amhandler) from pg_am where oid >= %1$s
			union all select 'pg_foreign_data_wrapper'::regclass, oid, 0, null, 0, 0, concat_ws(', ',
			nullif(fdwhandler, 0)::regprocedure, nullif(fdwvalidator, 0)::regprocedure, array_to_string(fdwoptions, ', '))
			from pg_foreign_data_wrapper
			union all select 'pg_foreign_server'::regclass, v.oid, 0, null, 0, 0, concat_ws(', ', fdwname, srvtype, srvversion,
			array_to_string(srvoptions, ', ')) from pg_foreign_server v join pg_foreign_data_wrapper w on w.oid = srvfdw
			union all select 'pg_foreign_server'::regclass, srvid, 0, 'user mappings', 'pg_foreign_server'::regclass, srvid,
			string_agg(usename::text, ', ' order by usename) from pg_user_mappings group by srvid
			union all select 'pg_publication'::regclass, oid, 0, null, 0, 0, concat_ws(', ', case when puballtables
			then 'all tables' end, case when pubinsert then 'insert' end, case when pubupdate then 'update' end,
			case when pubdelete then 'delete' end, case when pubtruncate then 'truncate' end,
			case when pubviaroot then 'via root' end, (select string_agg((to_jsonb(t) - 'attnames')::text, ', '
			order by schemaname, tablename) from pg_publication_tables t where t.pubname = p.pubname and not puballtables),
			(select 'columns ' || string_agg(format('%%s.%%I', attrelid::regclass, attname), ', ' order by attrelid, attnum)
			from pg_publication_rel r join pg_attribute on attrelid = prrelid
			and (to_jsonb(r) -> 'prattrs') @> to_jsonb(attnum) where prpubid = p.oid)) from pg_publication p
			""";

	/** Who owns something, and who else may do what with it. */
	private static final String RIGHTS = """
			select class, object, 0, 'owner', class, object, quote_ident(pg_get_userbyid(owner)) from owned
			union all select class, object, sub, 'privileges', class, object, (select string_agg(g, '; ' order by g collate "C")
			from (select case a.grantee when owner then 'owner' when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
			|| ': ' || string_agg(distinct a.privilege_type || case when a.is_grantable and a.grantee <> owner
			then ' with grant option' else '' end, ', ') as g from aclexplode(acl) a group by a.grantee) a)
			from (select class, object, 0 as sub, owner, acl from owned where acl is not null
			union all select 'pg_class'::regclass, oid, attnum, relowner, attacl from rel join pg_attribute on attrelid = oid
			and attacl is not null and not attisdropped) p
			union all select 'pg_default_acl'::regclass, d.oid, 0, null, 0, 0, (select string_agg(concat_ws(' ', case grantee
			when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end, privilege_type, is_grantable), ', '
			order by grantee, privilege_type) from aclexplode(defaclacl)) from pg_default_acl d
			""";

	/** Comments and security labels. */
	private static final String REMARKS = """
			select d.class, d.object, d.sub, d.aspect, d.class, d.object, d.definition from (select classoid as class,
			objoid as object, objsubid as sub, 'comment' as aspect, description as definition from pg_description
			union all select classoid, objoid, objsubid, 'security label', concat_ws(' ', provider, label) from pg_seclabel) d
			where (d.object >= %1$s or exists (select from s where oid = d.object))
			and not exists (select from member where classid = d.class and objid = d.object)
			and not exists (select from hidden where d.class = 'pg_class'::regclass and id = d.object)
			and d.class <> 'pg_largeobject'::regclass
			""";

	private static final String OWNED = """
			owned(class, object, owner, acl) as (select 'pg_namespace'::regclass::oid, oid, nspowner,
			coalesce(nspacl, acldefault('n', nspowner)) from s
			union all select 'pg_class'::regclass, oid, relowner, coalesce(relacl, acldefault(case relkind when 'S' then 's'
			else 'r' end::"char", relowner)) from rel where relkind <> 'c'
			union all select 'pg_proc'::regclass, oid, proowner, coalesce(proacl, acldefault('f', proowner)) from proc
			union all select 'pg_type'::regclass, oid, typowner, coalesce(typacl, acldefault('T', typowner)) from typ),
			""";

	private static final String NAMED = """
			select concat_ws(' of ', o.aspect, i.type) as kind, i.identity as name, p.type || ' ' || p.identity as parent,
			o.definition from object o cross join lateral pg_identify_object(o.class, o.id, o.sub) i
			left join lateral pg_identify_object(nullif(o.parent_class, 0), o.parent, 0) p on true
			where not exists (select from member where classid = o.class and objid = o.id)
			""";

	private CatalogSql() {
	}

	/**
	 * Return the query.
	 * @param without tables that are left out with all that belongs to them, each with
	 * its schema and in quotes; those that do not exist do not matter
	 */
	static String query(List<String> without) {
		List<String> hidden = new ArrayList<>();
		for (String table : without) {
			hidden.add("to_regclass(" + Quote.literal(table) + ")");
		}
		String objects = String.join(" union all ", RELATIONS, OF_RELATIONS, ROUTINES_AND_TYPES,
				OPERATORS.formatted(FIRST_OWN_OID), OUTSIDE.formatted(FIRST_OWN_OID), RIGHTS,
				REMARKS.formatted(FIRST_OWN_OID));
		return WITH.formatted(String.join(", ", hidden)) + OWNED
				+ "object(class, id, sub, aspect, parent_class, parent," + " definition) as (" + objects + ")\n"
				+ NAMED;
	}

}
