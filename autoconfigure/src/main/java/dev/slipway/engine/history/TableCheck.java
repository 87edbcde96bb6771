package dev.slipway.engine.history;

import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The PL/pgSQL that looks whether the history table is safe to use: a table with the
 * columns of Slipway's own, which no role can replace or change the behaviour of but
 * those who are trusted anyway. It runs before the table is read for the first time: the
 * mere reading of a view runs functions of whoever made it, with the rights of whoever
 * reads.
 * <p>
 * Trusted are the roles that Slipway connects and works as, superusers, the owner of the
 * database, the roles that the configuration names, roles that could become Slipway's own
 * role at any time, and groups that Slipway's own role is a member of. A group counts if
 * a trusted role has granted the membership, if nobody can log in as the group itself,
 * and if all its members are trusted: each of them can make tables as the group.
 * <p>
 * PostgreSQL does not record who has made a trigger: a role that may (the privilege
 * TRIGGER) chooses its condition and its arguments, and built-in functions in these can
 * run any SQL. So the owner of its function says enough of a trigger without both only.
 */
final class TableCheck {

	/**
	 * Columns and the object identifiers of their types, which never change. Those that
	 * every release has made.
	 */
	static final String COLUMNS = "applied_at 1184,applied_by 25,checksum 25,counted_in 5069,duration 1186,id 20,"
			+ "kind 25,name 25,run_id 2950,state 25,statements 23,undo_script 25,version 25";

	/** Columns that were added to them, with their types. */
	static final String ADDED_COLUMNS = "origin text, statement_hashes bytea";

	/** Whether a table, by its identifier, lacks a column that was added. */
	static final String IS_OUTDATED = """
			(select count(*) < 2 from pg_attribute where attrelid = %s and not attisdropped
			and (attname, atttypid) in (('origin', 25), ('statement_hashes', 17)))""";

	/** Those columns of a table that have such names. */
	static final String COLUMNS_OF = """
			(select string_agg(attname || ' ' || atttypid::int, ',' order by attname) from pg_attribute
			where attrelid = %s and attnum > 0 and not attisdropped and attgenerated = ''
			and attname = any (array['applied_at', 'applied_by', 'checksum', 'counted_in', 'duration', 'id', 'kind', 'name',
			'run_id', 'state', 'statements', 'undo_script', 'version']))""";

	/**
	 * The first superuser, and the role that only the database's owner is a member of.
	 */
	private static final String ALWAYS_TRUSTED = "10, 6171";

	private static final String CHECK = """
			declare
			t pg_catalog.record;
			strangers pg_catalog.oid[];
			problem pg_catalog.text;
			begin
			if (select relkind from pg_class where oid = %1$s) = 'r' then
			execute 'lock table only ' || %2$s || ' in access share mode';
			end if;
			select c.oid, c.relkind, c.relpersistence, c.relowner, c.relhasrules, c.relhastriggers, n.nspowner,
			%8$s as columns
			into t from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = %1$s;
			if t.relkind <> 'r' then
			problem := 'it is a ' || case t.relkind when 'v' then 'view' when 'm' then 'materialized view'
			when 'f' then 'foreign table' when 'p' then 'partitioned table' when 'S' then 'sequence'
			else 'relation of kind ' || t.relkind::text end || ' of the role ' || pg_get_userbyid(t.relowner) || ', not a table';
			elsif t.columns is distinct from '%3$s' then
			raise exception using errcode = '%4$s', message = 'it has other columns';
			elsif t.relpersistence <> 'p' then
			problem := 'it is unlogged, so that a crash of the server empties it';
			elsif row_security_active(t.oid) then
			problem := 'row level security may hide rows of it from the role ' || current_user;
			elsif t.relhasrules and exists (select from pg_rewrite where ev_class = t.oid) then
			problem := (select 'it has the rule ' || rulename || ', which changes what is written to it'
			from pg_rewrite where ev_class = t.oid limit 1);
			elsif t.relhastriggers and exists (select from pg_constraint where contype = 'f' and confrelid = t.oid) then
			problem := (select 'a foreign key of ' || conrelid::regclass || ' refers to it, whose owner takes part in what is'
			|| ' written to it' from pg_constraint where contype = 'f' and confrelid = t.oid limit 1);
			else
			strangers := array[t.relowner, t.nspowner];
			if t.relhastriggers then
			strangers := strangers || array(select p.proowner from pg_trigger g join pg_proc p on p.oid = g.tgfoid
			where g.tgrelid = t.oid and not g.tgisinternal);
			end if;
			strangers := array(select o from unnest(strangers) o where o not in (%5$s)
			and o <> (select oid from pg_roles where rolname = current_user));
			if strangers <> '{}' then
			strangers := array(select o from unnest(strangers) o where o not in (%6$s));
			end if;
			if t.relowner = any (strangers) then
			problem := 'it belongs to the role ' || pg_get_userbyid(t.relowner);
			elsif t.nspowner = any (strangers) then
			problem := 'its schema belongs to the role ' || pg_get_userbyid(t.nspowner) || ', which may drop it';
			elsif strangers <> '{}' then
			problem := (select 'its trigger ' || g.tgname || ' runs a function of the role ' || pg_get_userbyid(p.proowner)
			from pg_trigger g join pg_proc p on p.oid = g.tgfoid
			where g.tgrelid = t.oid and not g.tgisinternal and p.proowner = any (strangers) limit 1);
			elsif t.relhastriggers then
			problem := (select 'its trigger ' || tgname || ' has a condition or arguments, and nobody knows who has chosen them'
			from pg_trigger where tgrelid = t.oid and not tgisinternal and (tgqual is not null or tgnargs > 0) limit 1);
			end if;
			end if;
			if problem is not null then
			raise exception using errcode = '%7$s', message = problem;
			end if;
			end;
			""";

	/**
	 * Roles with power over Slipway's own can grant themselves the membership in it: up
	 * to PostgreSQL 15 with CREATEROLE in any that is no superuser (manual, section
	 * 22.2), since then with ADMIN OPTION.
	 */
	private static final String TRUSTED = """
			with recursive me as (select oid, rolsuper from pg_roles where rolname in (current_user, session_user)),
			powers as (select oid from pg_roles where rolsuper or oid in (select oid from me)
			or oid = (select datdba from pg_database where datname = current_database())
			or rolname = any (array[%s]::name[])
			or (rolcreaterole and current_setting('server_version_num')::int < 160000
			and not exists (select from me where rolsuper))
			union select member from pg_auth_members where admin_option and roleid in (select oid from me)),
			above(oid) as (select oid from me union select a.roleid from pg_auth_members a join above
			on a.member = above.oid join pg_roles r on r.oid = a.roleid where a.grantor in (select oid from powers)
			and not r.rolcanlogin and r.oid >= 16384),
			below(top, oid) as (select oid, oid from above union select below.top, a.member from pg_auth_members a
			join below on a.roleid = below.oid)
			select oid from powers union select oid from above a where not exists (select from below b where b.top = a.oid
			and b.oid not in (select oid from powers) and b.oid not in (select oid from above))""";

	/**
	 * Of a table of another tool, which is read only. Its generated columns are none, and
	 * types that somebody has made may bring functions.
	 */
	private static final String FOREIGN_CHECK = """
			declare
			t pg_catalog.record;
			problem pg_catalog.text;
			begin
			if (select relkind from pg_class where oid = %1$s) = 'r' then
			execute 'lock table only ' || (%1$s)::regclass || ' in access share mode';
			end if;
			select c.oid, c.relkind, c.relowner, c.relhasrules, n.nspowner into t
			from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = %1$s;
			if t.relkind <> 'r' then
			problem := 'it is no table of its own';
			elsif row_security_active(t.oid) then
			problem := 'row level security may hide rows of it from the role ' || current_user;
			elsif t.relhasrules and exists (select from pg_rewrite where ev_class = t.oid) then
			problem := 'it has a rule';
			elsif exists (select from pg_attribute where attrelid = t.oid and attnum > 0 and atttypid >= 16384) then
			problem := (select 'its column ' || quote_ident(attname) || ' has a type that is not one of PostgreSQL''s own'
			from pg_attribute where attrelid = t.oid and attnum > 0 and atttypid >= 16384 limit 1);
			elsif t.relowner not in (%2$s) and t.relowner not in (%3$s) then
			problem := 'it belongs to the role ' || pg_get_userbyid(t.relowner);
			elsif t.nspowner not in (%2$s) and t.nspowner not in (%3$s) then
			problem := 'its schema belongs to the role ' || pg_get_userbyid(t.nspowner) || ', which may replace it';
			end if;
			if problem is not null then
			raise exception using errcode = '%4$s', message = problem;
			end if;
			end;
			""";

	private TableCheck() {
	}

	/**
	 * Return the statements that raise when a table of another tool is not safe to read,
	 * or was not written by who is trusted: its rows decide what is not applied. The path
	 * must be the {@link OwnTransaction#SAFE_PATH safe one}.
	 * @param id the expression of the table's identifier
	 */
	static String ofForeign(String id, String trustedRoles) {
		return Quote.fill(FOREIGN_CHECK, id, ALWAYS_TRUSTED, Quote.fill(TRUSTED, trustedRoles),
				SqlState.UNTRUSTED_TABLE);
	}

	/**
	 * Return the statements that raise when the table is not safe to use. It must exist,
	 * and the path must be the {@link OwnTransaction#SAFE_PATH safe one}. Nobody but its
	 * owner's kind can change what was looked at before the transaction ends.
	 * @param id the expression of the table's identifier
	 */
	static String of(String id, String trustedRoles) {
		return Quote.fill(CHECK, id, "(" + id + ")::regclass", COLUMNS, SqlState.FOREIGN_TABLE, ALWAYS_TRUSTED,
				Quote.fill(TRUSTED, trustedRoles), SqlState.UNTRUSTED_TABLE, Quote.fill(COLUMNS_OF, "c.oid"));
	}

}
