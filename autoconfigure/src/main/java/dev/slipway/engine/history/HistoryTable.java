package dev.slipway.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.StoredUndo;

/**
 * The history table of one service and its SQL; {@link RunningRowSql} has that of the row
 * that a run counts in, {@link TableCheck} the check. The table is always named with its
 * schema and in quotes, so that no {@code search_path} leads astray. What this class
 * writes for a block runs under the {@link OwnTransaction#SAFE_PATH safe path}, unless it
 * says otherwise.
 *
 * @param schema the schema, as PostgreSQL stores its name
 * @param table the table, as PostgreSQL stores its name
 * @param trustedRoles roles that may own the table or its schema, besides those that
 * every table may belong to
 */
public record HistoryTable(String schema, String table, List<String> trustedRoles) {

	/** Whether the table has triggers, by its identifier. */
	static final String HAS_TRIGGERS = "exists (select from pg_trigger where tgrelid = %s::regclass)";

	/**
	 * Whether the table, by its identifier, has had rows: one whose rows were undone is a
	 * history all the same. The sequence of the ids remembers that. Of a role that may
	 * not look at it, the primary key's index tells: it keeps its pages.
	 */
	static final String HAD_ROWS = """
			coalesce((select case when has_sequence_privilege(s.name, 'USAGE') or has_sequence_privilege(s.name, 'SELECT')
			then pg_sequence_last_value(s.name::regclass) is not null
			else exists (select from pg_index i where i.indrelid = %1$s::regclass and i.indisprimary
			and pg_relation_size(i.indexrelid::regclass) > current_setting('block_size')::int8) end
			from (select pg_get_serial_sequence(%1$s::regclass::text, 'id') as name) s where s.name is not null), false)""";

	/**
	 * Create a history table.
	 */
	public HistoryTable {
		trustedRoles = List.copyOf(trustedRoles);
	}

	/**
	 * Create a history table that trusts no further roles.
	 * @param schema the schema
	 * @param table the table
	 */
	public HistoryTable(String schema, String table) {
		this(schema, table, List.of());
	}

	/**
	 * Return the history table of a service.
	 * @param options the service's options
	 * @param history the history that was read
	 */
	public static HistoryTable of(MigratorOptions options, History history) {
		return new HistoryTable(history.schema(), options.table(), options.trustedRoles());
	}

	/**
	 * Return the history tables of several services.
	 * @param services the options of each
	 * @param current the schema for who names none, which has the current one
	 */
	public static List<HistoryTable> of(List<MigratorOptions> services, String current) {
		List<HistoryTable> tables = new ArrayList<>();
		for (MigratorOptions each : services) {
			tables.add(new HistoryTable((each.schema() != null) ? each.schema() : current, each.table()));
		}
		return tables;
	}

	/**
	 * Return the table's name for SQL and for messages.
	 */
	public String qualified() {
		return Quote.identifier(this.schema) + "." + Quote.identifier(this.table);
	}

	String check() {
		return TableCheck.of(regclass() + "::regclass", literals(this.trustedRoles));
	}

	/** The name as a value that SQL takes for the table's identifier. */
	String regclass() {
		return Quote.literal(qualified());
	}

	/**
	 * Return what tells this table from every other one, whichever DataSource leads to
	 * it.
	 * @param server what the server has said of itself
	 */
	public String id(ServerInfo server) {
		return server.databaseId() + "/" + qualified();
	}

	/** The names of the trusted roles, and an empty one, which no role has. */
	static String literals(List<String> trustedRoles) {
		StringBuilder literals = new StringBuilder("''");
		for (String role : trustedRoles) {
			literals.append(", ").append(Quote.literal(role));
		}
		return literals.toString();
	}

	/**
	 * Return the statements that create the schema where it is missing, for a transaction
	 * of their own: one that loses the race against another service's run, whose lock is
	 * another one, does not see the winner's schema before it ends.
	 */
	public String schemaCreation() {
		return """
				if to_regnamespace(%s) is null then
				begin
				create schema %s;
				exception when duplicate_schema or unique_violation then null;
				end;
				end if;
				""".formatted(Quote.literal(Quote.identifier(this.schema)), Quote.identifier(this.schema));
	}

	/**
	 * Return the statements that create the table where it is missing, and look whether
	 * it is safe to use. They must run under the lock: {@code IF NOT EXISTS} races with
	 * itself, and would take a table that somebody else made meanwhile. What default
	 * privileges give to others is taken away again, but for the right to read.
	 */
	public String creation() {
		String schemaName = Quote.identifier(this.schema);
		return """
				if to_regnamespace(%1$s) is null then
				raise exception using errcode = '%2$s', message = %3$s;
				end if;
				if to_regclass(%4$s) is null then
				if to_regtype(%4$s) is not null then
				raise exception using errcode = '%6$s', message = (select format('a type of its name, which belongs to the role %%s, is in its place',
				quote_ident(rolname)) from pg_type t join pg_roles r on r.oid = typowner where t.oid = to_regtype(%4$s));
				end if;
				create table %5$s (
					version text,
					name text not null,
					applied_at timestamptz not null default now(),
					id bigint generated always as identity primary key,
					kind text not null check (kind in ('versioned', 'repeatable', 'baseline')),
					checksum text not null,
					state text not null check (state in ('running', 'failed', 'applied')),
					statements int not null,
					applied_by text not null default session_user,
					duration interval not null,
					run_id uuid not null,
					undo_script text,
					counted_in xid8 not null default pg_current_xact_id(),
					%7$s,
					unique (version, name)
				);
				declare
				other pg_catalog.record;
				begin
				for other in select case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as name,
				c.relkind = 'S' as sequence, bool_or(a.privilege_type = 'SELECT') as reads
				from pg_class c cross join aclexplode(c.relacl) a where a.grantee <> c.relowner
				and c.oid in (%4$s::regclass, pg_get_serial_sequence(%4$s, 'id')::regclass) group by a.grantee, c.relkind loop
				execute case when other.sequence then 'revoke all on sequence ' || pg_get_serial_sequence(%4$s, 'id')
				else 'revoke all on ' || %4$s::regclass end || ' from ' || other.name;
				if other.reads and not other.sequence then
				execute 'grant select on ' || %4$s::regclass || ' to ' || other.name;
				end if;
				end loop;
				end;
				end if;
				"""
			.formatted(Quote.literal(schemaName), SqlState.SCHEMA_MISSING,
					Quote.literal("schema " + schemaName + " does not exist"), regclass(), qualified(),
					SqlState.UNTRUSTED_TABLE, TableCheck.ADDED_COLUMNS)
				+ check();
	}

	/**
	 * Return the statements that add what a table of an earlier release lacks. They must
	 * run under the lock, and need the rights of the table's owner.
	 */
	public String upgrade() {
		return check() + "alter table only " + qualified() + " add column if not exists "
				+ TableCheck.ADDED_COLUMNS.replace(", ", ", add column if not exists ") + ";\n";
	}

	/**
	 * Return the condition under which the history is no longer as it was planned with.
	 * Ids are never used twice, so rows up to the last known one can only have become
	 * fewer, and rows after it are another run's. Only a row that is not finished
	 * changes.
	 * @param planned the history of the plan
	 */
	public String moved(History planned) {
		return """
				(select pg_catalog.count(*) filter (where id operator(pg_catalog.<=) %1$s)
				operator(pg_catalog.<>) %2$s
				or pg_catalog.count(*) filter (where id operator(pg_catalog.>) %1$s)
				operator(pg_catalog.<>) 0%4$s from only %3$s h)""".formatted(planned.lastId(), planned.rows().size(),
				qualified(), changed(planned));
	}

	/**
	 * Return the condition under which the history has moved on since this run wrote the
	 * last row. The newest row is found by its key, however long the history is: rows are
	 * written under the lock and with rising ids, so that none of another's is behind
	 * this run's own. A row that another process has removed meanwhile changes nothing of
	 * what is pending, and is seen when the history is read again.
	 * @param planned the history of the plan
	 * @param runId the run
	 * @param last the migration that the run applied last
	 */
	public String movedSince(History planned, String runId, Migration last) {
		Version version = last.version();
		return "(select run_id operator(pg_catalog.=) '" + runId + "' and name operator(pg_catalog.=) "
				+ Quote.literal(last.name()) + " and version "
				+ ((version != null) ? "operator(pg_catalog.=) " + Quote.literal(version.canonical()) : "is null")
				+ " from only " + qualified() + " order by id desc limit 1) is not true" + changedSince(planned);
	}

	/**
	 * Return the same condition for a prepared statement.
	 * @param planned the history of the plan
	 * @param runId the run
	 * @param name the parameter that is the name of the migration that the run applied
	 * last, with its type
	 * @param version its version; null for a repeatable one
	 * @param checksum its checksum
	 */
	public String movedSince(History planned, String runId, String name, String version, String checksum) {
		return """
				(select run_id operator(pg_catalog.=) '%1$s' and name operator(pg_catalog.=) %2$s
				and (version operator(pg_catalog.=) %3$s or version is null and %3$s is null)
				and checksum operator(pg_catalog.=) %4$s and state operator(pg_catalog.=) 'applied'
				from only %5$s order by id desc limit 1) is not true%6$s""".formatted(runId, name, version, checksum,
				qualified(), changedSince(planned));
	}

	private String changedSince(History planned) {
		List<HistoryRow> unfinished = planned.unfinished();
		return unfinished.isEmpty() ? "" : "\nor (select pg_catalog.count(*) from only " + qualified() + " h where "
				+ unchanged(unfinished) + ") operator(pg_catalog.<>) " + unfinished.size();
	}

	/** Append the values of a migration for the parameters of that condition. */
	public static void appendIdentifyingValues(StringBuilder sql, Migration migration) {
		Quote.appendLiteral(sql, migration.name());
		sql.append(", ").append(number(migration)).append(", ");
		Quote.appendLiteral(sql, migration.checksum());
	}

	private static String changed(History planned) {
		List<HistoryRow> unfinished = planned.unfinished();
		return unfinished.isEmpty() ? "" : "\nor pg_catalog.count(*) filter (where " + unchanged(unfinished)
				+ ") operator(pg_catalog.<>) " + unfinished.size();
	}

	private static String unchanged(List<HistoryRow> rows) {
		return rows.stream().map(HistoryTable::unchanged).collect(Collectors.joining(" or "));
	}

	/**
	 * Return the condition that a row is still the one that was read.
	 * @param row the row as it was read
	 */
	static String unchanged(HistoryRow row) {
		return "(h.id operator(pg_catalog.=) " + row.id() + " and h.run_id operator(pg_catalog.=) '" + row.runId()
				+ "' and h.statements operator(pg_catalog.=) " + row.statements()
				+ " and h.state operator(pg_catalog.=) '" + row.state().name().toLowerCase(Locale.ROOT) + "')";
	}

	/**
	 * Return the statements that record a migration in the transaction that ran it.
	 * @param migration the migration
	 * @param runId the run
	 */
	public String insertion(Migration migration, String runId) {
		return insertion(migration, runId, "applied", migration.script().parsed().statements(), migration.checksum());
	}

	String insertion(Migration migration, String runId, String state, int statements, String checksum) {
		Version version = migration.version();
		String number = number(migration);
		String name = Quote.literal(migration.name());
		String kind = kind(migration);
		String undo = migration.undoScript().flatMap(StoredUndo::text).map(Quote::literal).orElse("");
		String hashes = hashes(migration);
		return """
				insert into %s (version, name, kind, checksum, state, statements, duration, run_id%s%s)
				values (%s, %s, %s, %s, '%s', %s, clock_timestamp() - transaction_timestamp(), '%s'%s%s);
				""".formatted(qualified(), undo.isEmpty() ? "" : ", undo_script",
				hashes.isEmpty() ? "" : ", statement_hashes", number, name, kind, Quote.literal(checksum), state,
				statements, runId, undo.isEmpty() ? "" : ", " + undo, hashes.isEmpty() ? "" : ", " + stored(hashes))
				+ requireRow("h.run_id = '" + runId + "' and h.name = " + name + " and h.version "
						+ ((version != null) ? "= " + number : "is null") + " and h.state = '" + state
						+ "' and h.checksum = " + Quote.literal(checksum));
	}

	/**
	 * Return the statement that records a migration in the transaction that ran it, with
	 * parameters for what differs between migrations. It fails by a division by zero when
	 * the table has a trigger or nothing was written. The path may be any.
	 * @param runId the run
	 */
	public String preparedInsertion(String runId) {
		return """
				with w as (insert into %1$s (version, name, kind, checksum, state, statements, duration, run_id,
				statement_hashes, undo_script)
				select $1::pg_catalog.text, $2::pg_catalog.text, $3::pg_catalog.text, $4::pg_catalog.text, 'applied',
				$5::pg_catalog.int4,
				pg_catalog.clock_timestamp() operator(pg_catalog.-) pg_catalog.transaction_timestamp(),
				'%2$s'::pg_catalog.uuid, $6::pg_catalog.bytea, $7::pg_catalog.text
				where not exists (select from pg_catalog.pg_trigger
				where tgrelid operator(pg_catalog.=) %3$s::pg_catalog.regclass) returning id)
				select 1 operator(pg_catalog./) pg_catalog.count(*) from w""".formatted(qualified(), runId, regclass());
	}

	/** Append the values of a migration for the parameters of that statement. */
	public static void appendInsertedValues(StringBuilder sql, Migration migration) {
		sql.append(number(migration)).append(", ");
		Quote.appendLiteral(sql, migration.name());
		sql.append(", ").append(kind(migration)).append(", ");
		Quote.appendLiteral(sql, migration.checksum());
		sql.append(", ").append(migration.script().parsed().statements()).append(", ");
		sql.append(stored(hashes(migration))).append(", ");
		sql.append(migration.undoScript().flatMap(StoredUndo::text).map(Quote::literal).orElse("null"));
	}

	private static String number(Migration migration) {
		Version version = migration.version();
		return (version != null) ? Quote.literal(version.canonical()) : "null";
	}

	private static String kind(Migration migration) {
		return Quote.literal(migration.kind().name().toLowerCase(Locale.ROOT));
	}

	/** In hexadecimal digits; empty for none, and for code. */
	static String hashes(Migration migration) {
		return (migration.code() != null) ? "" : migration.script().parsed().hashes().hexadecimal();
	}

	/**
	 * Return the SQL of the value that a row has of hashes.
	 * @param hashes in hexadecimal digits; empty for none
	 */
	static String stored(String hashes) {
		return hashes.isEmpty() ? "null" : Quote.literal("\\x" + hashes);
	}

	/**
	 * Return the statement that stores the undo script of a row that was written without
	 * it: its only parameter is the script as UTF-8. The path may be any.
	 * @param migration the migration
	 * @param runId the run that wrote the row
	 */
	public String undoStorage(Migration migration, String runId) {
		Version version = migration.version();
		return "update only " + qualified() + " h set undo_script = pg_catalog.convert_from(?, 'UTF8')"
				+ " where h.run_id operator(pg_catalog.=) '" + runId + "' and h.name operator(pg_catalog.=) "
				+ Quote.literal(migration.name()) + " and h.version "
				+ ((version != null) ? "operator(pg_catalog.=) " + Quote.literal(version.canonical()) : "is null");
	}

	/**
	 * Return the statements that see that an undo script was stored.
	 * @param migration the migration
	 * @param runId the run that stored it
	 */
	public String requireUndo(Migration migration, String runId) {
		Version version = migration.version();
		return requireRow("h.run_id = '" + runId + "' and h.name = " + Quote.literal(migration.name())
				+ " and h.version " + ((version != null) ? "= " + Quote.literal(version.canonical()) : "is null")
				+ " and h.undo_script is not null");
	}

	/**
	 * Return the statement that locks the table for writing, after which no other
	 * transaction can create a trigger before this one ends. The path may be any.
	 */
	public String lockForWriting() {
		return "lock table only " + qualified() + " in row exclusive mode;\n";
	}

	/**
	 * Return the statements that look at the table's triggers, as the last thing before a
	 * write: a trigger may have come since the table was read, also in this very
	 * transaction.
	 * @param planned the history that the plan was made with
	 */
	public String requireCheckedTriggers(History planned) {
		// Mostly there are none, and the statements of a hundred migrations travel in few
		// round trips.
		return planned.triggers() ? check() : """
				if %s then
				raise sqlstate '%s' using message = 'the history table has a trigger';
				end if;
				""".formatted(HAS_TRIGGERS.formatted(regclass()), SqlState.HISTORY_MOVED);
	}

	/**
	 * Return the statements that see that a row was written as it should be: a trigger
	 * may have changed it or left it out. It may have set another path too.
	 */
	String requireRow(String condition) {
		return """
				%s;
				if (select count(*) from only %s h where %s) <> 1 then
				raise sqlstate '%s' using message = 'the row that was written is not there';
				end if;
				""".formatted(OwnTransaction.SAFE_PATH, qualified(), condition, SqlState.ROW_LOST);
	}

}
