package dev.slipway.engine.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

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

	private static final String COLUMNS = "h.id, h.version, h.name, h.checksum, h.applied_at, "
			+ "(extract(epoch from h.duration) * 1000000)::bigint as micros, h.run_id";

	/**
	 * Return the table's name for SQL and for messages.
	 */
	public String qualified() {
		return Quote.identifier(this.schema) + "." + Quote.identifier(this.table);
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
		List<AppliedMigration> applied = new ArrayList<>();
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
						if (rows.getString("version") != null) {
							applied.add(row(rows));
						}
					}
				}
				if (server == null) {
					throw new SQLException("the server did not answer a query that always has a row");
				}
				return new History(exists, applied, lastId, server);
			}
		}
	}

	private static Server server(Connection connection, ResultSet row) throws SQLException {
		boolean pooled = connection.unwrap(PGConnection.class).getBackendPID() != row.getInt("backend");
		return new Server(row.getString("database_id"), row.getBoolean("read_only"), row.getBoolean("replica"), pooled,
				row.getInt("server_version"));
	}

	private static AppliedMigration row(ResultSet row) throws SQLException {
		return new AppliedMigration(row.getLong("id"), Version.of(row.getString("version")), row.getString("name"),
				row.getString("checksum"), row.getObject("applied_at", OffsetDateTime.class).toInstant(),
				Duration.ofNanos(row.getLong("micros") * 1000), row.getString("run_id"));
	}

	/**
	 * Describe a table of the history table's name that is not ours.
	 * @param connection a connection in autocommit mode
	 * @return its columns, as PostgreSQL shows them, and the tool that makes such tables
	 * @throws SQLException if the database refuses
	 */
	public ForeignTable describe(Connection connection) throws SQLException {
		String sql = """
				select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
				from pg_catalog.pg_attribute a
				where a.attrelid = pg_catalog.to_regclass(%s) and a.attnum > 0 and not a.attisdropped
				order by a.attnum""".formatted(Quote.literal(qualified()));
		List<String> names = new ArrayList<>();
		List<String> columns = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				names.add(rows.getString(1));
				columns.add(rows.getString(1) + " " + rows.getString(2));
			}
		}
		return new ForeignTable(columns, ForeignTable.maker(names));
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
					state text not null check (state in ('running', 'applied')),
					statements int not null,
					applied_by text not null default session_user,
					duration interval not null,
					run_id uuid not null,
					undo_script text,
					unique (version)
				);
				""".formatted(Quote.literal(schemaName), missingSchemaState,
				Quote.literal("schema " + schemaName + " does not exist"), qualified());
	}

	/**
	 * Return the condition under which the history is no longer as it was planned with.
	 * Ids are never used twice, so rows up to the last known one can only have become
	 * fewer, and rows after it are this run's own or another's.
	 * @param planned the history of the plan
	 * @param runId the run
	 * @param done how many migrations the run has applied since
	 */
	public String moved(History planned, String runId, int done) {
		return """
				(select pg_catalog.count(*) filter (where id operator(pg_catalog.<=) %1$s and version is not null)
				operator(pg_catalog.<>) %2$s
				or pg_catalog.count(*) filter (where id operator(pg_catalog.>) %1$s and run_id operator(pg_catalog.=) '%3$s')
				operator(pg_catalog.<>) %4$s
				or pg_catalog.count(*) filter (where id operator(pg_catalog.>) %1$s and run_id operator(pg_catalog.<>) '%3$s')
				operator(pg_catalog.<>) 0 from %5$s)"""
			.formatted(planned.lastId(), planned.applied().size(), runId, done, qualified());
	}

	/**
	 * Return the statement that records a migration in the transaction that ran it.
	 * @param migration the migration
	 * @param runId the run
	 */
	public String insertion(Migration migration, String runId) {
		return """
				insert into %s (version, name, kind, checksum, state, statements, duration, run_id)
				values (%s, %s, 'versioned', %s, 'applied', %s,
					pg_catalog.clock_timestamp() operator(pg_catalog.-) pg_catalog.transaction_timestamp(), '%s');
				""".formatted(qualified(), Quote.literal(migration.requireVersion().canonical()),
				Quote.literal(migration.name()), Quote.literal(migration.checksum()),
				migration.script().outline().statements(), runId);
	}

	/**
	 * A table of the history table's name that Slipway did not make.
	 *
	 * @param columns its columns with their types
	 * @param maker the tool that makes such tables, if known
	 */
	public record ForeignTable(List<String> columns, @Nullable String maker) {

		private static @Nullable String maker(List<String> names) {
			if (names.equals(List.of("version", "dirty"))) {
				return "golang-migrate";
			}
			if (names.equals(List.of("version"))) {
				return "Rails, dbmate or a runner of your own";
			}
			if (names.contains("installed_rank")) {
				return "Flyway";
			}
			if (names.contains("version_id") && names.contains("is_applied")) {
				return "goose";
			}
			if (names.contains("orderexecuted")) {
				return "Liquibase";
			}
			if (names.contains("success") && names.contains("checksum") && names.contains("execution_time")) {
				return "sqlx";
			}
			return names.equals(List.of("id", "applied_at")) ? "sql-migrate" : null;
		}

	}

}
