package dev.slipway.engine.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.Version;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * The history table of one service: all of its SQL, and reading it. The table is always
 * named with its schema and in quotes, so that no {@code search_path} leads astray.
 *
 * @param schema the schema, as PostgreSQL stores its name
 * @param table the table, as PostgreSQL stores its name
 */
public record HistoryTable(String schema, String table) {

	/** PostgreSQL's {@code undefined_table}. */
	public static final String UNDEFINED_TABLE = "42P01";

	private static final String SERVER = """
			select pg_catalog.pg_backend_pid() as backend,
				pg_catalog.pg_is_in_recovery() as replica,
				pg_catalog.current_setting('transaction_read_only') = 'on' as read_only,
				pg_catalog.current_setting('server_version_num')::int as server_version,
				extract(epoch from pg_catalog.pg_postmaster_start_time())::text || '/'
					|| (select oid from pg_catalog.pg_database
						where datname = pg_catalog.current_database()) as database_id""";

	private static final String COLUMNS = "h.id, h.kind, h.version, h.name, h.checksum, h.state, h.statements, "
			+ "h.applied_at, (extract(epoch from h.duration) * 1000000)::bigint as micros, h.run_id";

	/**
	 * Return the table's name for SQL and for messages.
	 */
	public String qualified() {
		return Quote.identifier(this.schema) + "." + Quote.identifier(this.table);
	}

	/**
	 * Return what tells this table from every other one, whichever DataSource leads to
	 * it.
	 * @param server what the server has said of itself
	 */
	public String id(Server server) {
		return server.databaseId() + "/" + qualified();
	}

	/**
	 * Read the history, in one flight when the table exists.
	 * @param connection a connection in autocommit mode
	 * @return the history; without rows when the table does not exist
	 * @throws SQLException if the database refuses
	 */
	public History read(Connection connection) throws SQLException {
		String sql = "select s.*, " + COLUMNS + " from (" + SERVER + ") s left join " + qualified()
				+ " h on true order by h.id";
		try {
			return query(connection, sql, true);
		}
		catch (SQLException ex) {
			if (!UNDEFINED_TABLE.equals(ex.getSQLState())) {
				throw ex;
			}
			return query(connection, SERVER, false);
		}
	}

	private History query(Connection connection, String sql, boolean exists) throws SQLException {
		List<HistoryRow> history = new ArrayList<>();
		long lastId = 0;
		try (Statement statement = connection.createStatement()) {
			// A statement that the driver names cannot be found again behind a pooler.
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
			try (ResultSet rows = statement.executeQuery(sql)) {
				Server server = null;
				while (rows.next()) {
					server = (server != null) ? server : server(connection, rows);
					if (exists && rows.getObject("id") != null) {
						lastId = rows.getLong("id");
						history.add(row(rows));
					}
				}
				if (server == null) {
					throw new SQLException("the server did not answer a query that always has a row");
				}
				return new History(exists, history, lastId, server);
			}
		}
	}

	private static Server server(Connection connection, ResultSet row) throws SQLException {
		boolean pooled = connection.unwrap(PGConnection.class).getBackendPID() != row.getInt("backend");
		return new Server(row.getString("database_id"), row.getBoolean("read_only"), row.getBoolean("replica"), pooled,
				row.getInt("server_version"));
	}

	private static HistoryRow row(ResultSet row) throws SQLException {
		String version = row.getString("version");
		return new HistoryRow(row.getLong("id"), Migration.Kind.valueOf(upper(text(row, "kind"))),
				(version != null) ? Version.of(version) : null, text(row, "name"), text(row, "checksum"),
				HistoryRow.State.valueOf(upper(text(row, "state"))), row.getInt("statements"),
				present(row.getObject("applied_at", OffsetDateTime.class), "applied_at").toInstant(),
				Duration.ofNanos(row.getLong("micros") * 1000), row.getString("run_id"));
	}

	private static String text(ResultSet row, String column) throws SQLException {
		return present(row.getString(column), column);
	}

	/** A table that was made by hand lets columns be null that Slipway's own does not. */
	private static <T> T present(@Nullable T value, String column) {
		if (value == null) {
			throw new IllegalArgumentException("its " + column + " is null");
		}
		return value;
	}

	private static String upper(String text) {
		return text.toUpperCase(Locale.ROOT);
	}

	/**
	 * Return the statements that create the schema where it is missing, for a transaction
	 * of their own: one that loses the race against another service's run, whose lock is
	 * another one, does not see the winner's schema before it ends.
	 */
	public String schemaCreation() {
		return """
				if pg_catalog.to_regnamespace(%s) is null then
				begin
				create schema %s;
				exception when duplicate_schema or unique_violation then null;
				end;
				end if;
				""".formatted(Quote.literal(Quote.identifier(this.schema)), Quote.identifier(this.schema));
	}

	/**
	 * Return the statements that create the table where it is missing. They must run
	 * under the lock: {@code IF NOT EXISTS} races with itself.
	 * @param missingSchemaState the SQLSTATE to raise when the schema is missing
	 */
	public String creation(String missingSchemaState) {
		String schemaName = Quote.identifier(this.schema);
		return """
				if pg_catalog.to_regnamespace(%s) is null then
				raise exception using errcode = '%s', message = %s;
				end if;
				create table if not exists %s (
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
					counted_in xid8 not null default pg_catalog.pg_current_xact_id(),
					unique (version, name)
				);
				""".formatted(Quote.literal(schemaName), missingSchemaState,
				Quote.literal("schema " + schemaName + " does not exist"), qualified());
	}

	/**
	 * Return the condition under which the history is no longer as it was planned with.
	 * Ids are never used twice, so rows up to the last known one can only have become
	 * fewer, and rows after it are this run's own or another's. Only a row that is not
	 * finished changes.
	 * @param planned the history of the plan
	 * @param runId the run
	 * @param done how many rows the run has written since
	 */
	public String moved(History planned, String runId, int done) {
		return """
				(select pg_catalog.count(*) filter (where id operator(pg_catalog.<=) %1$s)
				operator(pg_catalog.<>) %2$s
				or pg_catalog.count(*) filter (where id operator(pg_catalog.>) %1$s and run_id operator(pg_catalog.=) '%3$s')
				operator(pg_catalog.<>) %4$s
				or pg_catalog.count(*) filter (where id operator(pg_catalog.>) %1$s and run_id operator(pg_catalog.<>) '%3$s')
				operator(pg_catalog.<>) 0%6$s from %5$s h)"""
			.formatted(planned.lastId(), planned.rows().size(), runId, done, qualified(), changed(planned));
	}

	private static String changed(History planned) {
		List<HistoryRow> unfinished = planned.unfinished();
		return unfinished.isEmpty() ? ""
				: unfinished.stream()
					.map(RowProgress::unchanged)
					.collect(Collectors.joining(" or ", "\nor pg_catalog.count(*) filter (where ",
							") operator(pg_catalog.<>) " + unfinished.size()));
	}

	/**
	 * Return the statement that records a migration in the transaction that ran it.
	 * @param migration the migration
	 * @param runId the run
	 */
	public String insertion(Migration migration, String runId) {
		return insertion(migration, runId, "applied", migration.script().outline().statements(), migration.checksum())
				+ ";\n";
	}

	String insertion(Migration migration, String runId, String state, int statements, String checksum) {
		Version version = migration.version();
		String undo = migration.undoScript().map(Quote::literal).orElse("");
		return """
				insert into %s (version, name, kind, checksum, state, statements, duration, run_id%s)
				values (%s, %s, '%s', %s, '%s', %s,
					pg_catalog.clock_timestamp() operator(pg_catalog.-) pg_catalog.transaction_timestamp(), '%s'%s)"""
			.formatted(qualified(), undo.isEmpty() ? "" : ", undo_script",
					(version != null) ? Quote.literal(version.canonical()) : "null", Quote.literal(migration.name()),
					migration.kind().name().toLowerCase(Locale.ROOT), Quote.literal(checksum), state, statements, runId,
					undo.isEmpty() ? "" : ", " + undo);
	}

}
