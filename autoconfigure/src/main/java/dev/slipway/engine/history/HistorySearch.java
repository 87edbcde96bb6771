package dev.slipway.engine.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's history table is looked for, and the SQL that finds, checks and reads
 * it in one round trip. Without a schema, the table is the one in the connection's
 * current schema; else one in {@code public}, where earlier releases made it, if it is a
 * history table that the role may read; else there is none yet, and it is made in the
 * current schema. What is found in {@code public} is checked as every table is: another
 * role's is refused, and not passed over, so that no file runs twice in silence.
 *
 * @param schema the schema, as PostgreSQL stores its name; {@code null} for the
 * connection's current one
 * @param table the table, as PostgreSQL stores its name
 * @param trustedRoles roles that may own the table or its schema
 * @param others whether to look for histories of other tools when there is none here
 * @param details whether to read what no plan needs: who applied a row, and its origin
 * @param digest that of rows that need not be sent; {@code null} to have all of them sent
 */
record HistorySearch(@Nullable String schema, String table, List<String> trustedRoles, boolean others, boolean details,
		@Nullable HistoryDigest digest) {

	/** What the server says of itself and of the table, in one row. */
	private static final String SERVER_CURSOR = "slipway_server";

	/**
	 * The rows travel through this cursor, since the name of their table is not known.
	 */
	private static final String ROWS_CURSOR = "slipway_history";

	/** What has been waited for is seen as it is then. */
	private static final String READ_COMMITTED = "set transaction isolation level read committed;\n";

	/**
	 * How long a lock on the table is waited for when it is read, in milliseconds: the
	 * session that holds it is to be named.
	 */
	private static final int LONGEST_WAIT = 5000;

	/** The first schema of a search path, which PostgreSQL silently passes over. */
	private static final String FIRST_SCHEMA = """
			to_regnamespace(%1$s) is null, has_schema_privilege(to_regnamespace(%1$s)::oid, 'USAGE') is false""";

	private static final String NO_SCHEMA = "false, false";

	/**
	 * Values without a blank share a column, whose description is longer than they are.
	 * None of them is null, which would be left out.
	 */
	private static final String SERVER = """
			select concat_ws(' ', pg_backend_pid(), current_setting('transaction_read_only') = 'on', pg_is_in_recovery(),
				current_setting('server_version_num'), extract(epoch from pg_postmaster_start_time())::text || '/'
					|| (select oid from pg_database where datname = current_database()), %s) as state,
				coalesce(session_schema, '') as own_schema, current_user::text as role, current_database()::text as database""";

	private static final String COLUMNS = "h.id, h.kind, h.version, h.name, h.checksum, h.state, h.statements, "
			+ "h.applied_at, (extract(epoch from h.duration) * 1000000)::bigint as micros, h.run_id";

	/**
	 * What only people read. A table of an earlier release has no column for the origin.
	 */
	private static final String DETAILS = " || ', h.applied_by, ' || case when %s then 'null::text' else 'h.origin' end || ' as origin'";

	/** A role that may be another one's, and whose writing would be worth a warning. */
	private static final String STRANGER = """
			r.rolcanlogin and not r.rolsuper and r.rolname <> all (array[current_user, session_user, %s]::name[])""";

	/**
	 * Roles that may write to the table, or to the sequence of its ids: those that were
	 * granted that, and members of such a role, also where membership gives nothing
	 * before a SET ROLE. The query costs a plan, and most servers have no such role.
	 */
	private static final String FIND_WRITERS = """
			if exists (select from pg_roles r where %1$s) then
			writers := (with t as (select oid, relowner from pg_class where oid = place),
			granted(role) as (select relowner from t union
			select a.grantee from pg_class c, aclexplode(c.relacl) a where a.privilege_type not in ('SELECT', 'MAINTAIN')
			and (c.oid = (select oid from t) or c.oid = pg_get_serial_sequence(place::regclass::text, 'id')::regclass) union
			select a.grantee from pg_attribute c, aclexplode(c.attacl) a where c.attrelid = (select oid from t)
			and a.privilege_type <> 'SELECT' union
			select oid from pg_roles where rolname = 'pg_write_all_data')
			select string_agg(quote_ident(r.rolname), ', ' order by r.rolname) from pg_roles r
			where %1$s and r.oid <> (select relowner from t)
			and r.oid <> (select datdba from pg_database where datname = current_database())
			and exists (select from granted where role = 0 or pg_has_role(r.oid, role, 'MEMBER')));
			end if;
			""";

	private static final String DECLARATIONS = """
			here pg_catalog.text := %s;
			session_schema pg_catalog.text := pg_catalog.current_schema();
			path pg_catalog.text := pg_catalog.current_setting('search_path');
			place pg_catalog.oid;
			others pg_catalog.text;
			writers pg_catalog.text;
			rowless pg_catalog.bool := true;
			as_files pg_catalog.bool := false;
			said pg_catalog.record;
			server pg_catalog.refcursor := '%s';
			answer pg_catalog.refcursor := '%s';
			""";

	/**
	 * A pooler lends any session of the server, and what another client has set there
	 * would lead to another table each time. A schema of the server's own is none. The
	 * view of all settings costs a plan, which a session of our own is spared.
	 */
	private static final String REQUIRE_OWN_PATH = """
			if pg_backend_pid() <> %s then
			if path <> (select reset_val from pg_settings where name = 'search_path') then
			raise sqlstate '%s' using message = path;
			end if;
			end if;
			if starts_with(here, 'pg_') then
			here := null;
			end if;
			""";

	/** Where earlier releases made the table, whatever the current schema. */
	private static final String IN_PUBLIC = """
			if place is null then
			place := (select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'
			and c.relname = %s and c.relkind = 'r' and has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT')
			and %s = '%s');
			if place is not null then
			here := 'public';
			elsif here is null then
			raise sqlstate '%s' using message = path;
			end if;
			end if;
			""";

	/** Raises what the server would have said of itself beside the history. */
	private static final String REQUIRE_EXISTENCE = Quote.fill("""
			if place is null then
			raise sqlstate '%s' using message = 'there is no history table yet', hint = coalesce(others, ''),
			detail = concat_ws(chr(31), said.state, said.own_schema, said.role, said.database, here);
			end if;
			""", SqlState.NO_TABLE);

	private static final String OPEN_SERVER = """
			open server for select said.state as state, said.own_schema as own_schema, said.role as role, said.database as database,
			here as schema, as_files as as_files, others as others, %s as triggers, %s as outdated, writers as writers;
			""";

	/** The path is the session's own, so that each name has its schema. */
	private static final String WHERE = """
			select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n
			on n.oid operator(pg_catalog.=) c.relnamespace where c.relname operator(pg_catalog.=) %s
			and n.nspname operator(pg_catalog.=) pg_catalog.current_schema()""";

	/**
	 * Create a search.
	 */
	HistorySearch {
		trustedRoles = List.copyOf(trustedRoles);
	}

	/** How the history of a service is found. */
	static HistorySearch of(MigratorOptions options) {
		return new HistorySearch(options.schema(), options.table(), options.trustedRoles(),
				!options.ignoreForeignHistory(), false, null);
	}

	/** How a table is found that was found before. */
	static HistorySearch of(HistoryTable table) {
		return new HistorySearch(table.schema(), table.table(), table.trustedRoles(), false, false, null);
	}

	/** The same search, which also reads what no plan needs. */
	HistorySearch withDetails() {
		return new HistorySearch(this.schema, this.table, this.trustedRoles, this.others, true, null);
	}

	/** The same search, which leaves out rows that are those of the digest. */
	HistorySearch without(@Nullable HistoryDigest digest) {
		return new HistorySearch(this.schema, this.table, this.trustedRoles, this.others, this.details, digest);
	}

	/** The table in the schema where it was found, or is to be made. */
	HistoryTable in(String schema) {
		return new HistoryTable(schema, this.table, this.trustedRoles);
	}

	/**
	 * Tell which table a refusal was about, when it was refused while it was read.
	 * @param connection a connection in autocommit mode
	 */
	HistoryTable refused(Connection connection) throws SQLException {
		if (this.schema != null) {
			return in(this.schema);
		}
		List<String> schemas = ServerQuery.list(connection, Quote.fill(WHERE, Quote.literal(this.table)),
				(row) -> row.getString(1));
		return in(schemas.isEmpty() ? "public" : schemas.get(0));
	}

	/** How messages name the table before it is found. */
	String name() {
		return (this.schema != null) ? in(this.schema).qualified() : Quote.identifier(this.table);
	}

	/**
	 * Return what reads the history in one round trip, in a transaction that looks first
	 * whether the table is safe to use.
	 * @param simple whether the driver sends each statement in a round trip of its own,
	 * and not all of them in one transaction (manual, section 54.2.3)
	 * @param backend the process id of the session, as the driver was told it
	 * @param firstSchema the schema in which the scripts create what they name without
	 * one; {@code null} when that is not to be looked at
	 * @param role the role that reads; {@code null} for that of the connection
	 */
	String reading(boolean simple, int backend, @Nullable String firstSchema, @Nullable String role) {
		String sql = statements(backend, firstSchema, role);
		return simple ? OwnTransaction.BEGIN + ";\n" + sql + ";\n" + OwnTransaction.COMMIT : READ_COMMITTED + sql;
	}

	/**
	 * Return what reads the history within a transaction. Its last two statements answer.
	 * @param backend the process id of the session, as the driver was told it
	 * @param firstSchema the schema in which the scripts create what they name without
	 * one; {@code null} when that is not to be looked at
	 * @param role the role that reads; {@code null} for that of the connection
	 */
	String statements(int backend, @Nullable String firstSchema, @Nullable String role) {
		String server = Quote.fill(SERVER, (firstSchema == null) ? NO_SCHEMA
				: Quote.fill(FIRST_SCHEMA, Quote.literal(Quote.identifier(firstSchema))));
		String here = (this.schema != null) ? Quote.literal(this.schema) : "pg_catalog.current_schema()";
		// The server warns of LOCAL outside of BEGIN, and does it. What is not run of the
		// block need not be parsed.
		return OwnTransaction.role(role) + "set local lock_timeout = " + LONGEST_WAIT
				+ ";\nset local check_function_bodies = off;\n"
				+ Quote.block(Quote.fill(DECLARATIONS, here, SERVER_CURSOR, ROWS_CURSOR),
						body(backend, server, firstSchema))
				+ ";\nfetch all from " + SERVER_CURSOR + ";\nfetch all from " + ROWS_CURSOR;
	}

	private String body(int backend, String server, @Nullable String firstSchema) {
		String table = Quote.literal(this.table);
		String literals = HistoryTable.literals(this.trustedRoles);
		StringBuilder body = new StringBuilder(OwnTransaction.SAFE_PATH).append(";\n");
		if (this.schema == null) {
			body.append(Quote.fill(REQUIRE_OWN_PATH, backend, SqlState.POOLED_PATH));
		}
		body.append("place := to_regclass(quote_ident(here) || '.' || quote_ident(").append(table).append("));\n");
		if (this.schema == null) {
			body.append(Quote.fill(IN_PUBLIC, table, Quote.fill(TableCheck.COLUMNS_OF, "c.oid"), TableCheck.COLUMNS,
					SqlState.NO_SCHEMA));
		}
		body.append("if place is not null then\n")
			.append(TableCheck.of("place", literals))
			.append(lookAtRows())
			.append("if rowless then\nrowless := not ")
			.append(Quote.fill(HistoryTable.HAD_ROWS, "place"))
			.append(";\nend if;\nend if;\n");
		if (this.others) {
			body.append("if rowless then\nothers := (")
				.append(Quote.fill(ForeignHistory.QUERY, (firstSchema != null) ? Quote.literal(firstSchema) : "null"))
				.append(");\nend if;\n");
		}
		return body.append("select s.* into said from (")
			.append(server)
			.append(") s;\n")
			.append(REQUIRE_EXISTENCE)
			.append(Quote.fill(FIND_WRITERS, Quote.fill(STRANGER, literals)))
			.append(Quote.fill(OPEN_SERVER, Quote.fill(HistoryTable.HAS_TRIGGERS, "place"),
					Quote.fill(TableCheck.IS_OUTDATED, "place")))
			.append("if as_files then\nopen answer for select where false;\nelse\nopen answer for execute ")
			.append(Quote.literal("select " + COLUMNS))
			.append(this.details ? Quote.fill(DETAILS, Quote.fill(TableCheck.IS_OUTDATED, "place")) : "")
			.append(" || ' from only ' || place::regclass || ' h order by h.id';\nend if;\n")
			.toString();
	}

	private String lookAtRows() {
		String agrees = (this.digest != null) ? this.digest.agrees("%table%") : "false";
		return "execute replace(" + Quote.literal("select not exists (select from only %table%), " + agrees)
				+ ", '%table%', place::regclass::text) into rowless, as_files;\n";
	}

}
