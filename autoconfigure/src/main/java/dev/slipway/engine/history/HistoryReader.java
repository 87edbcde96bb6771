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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionFailure;
import dev.slipway.engine.postgres.MissingGrants;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Reads a service's history, and says what is in its place when it cannot be read.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param search finds the history table
 * @param firstSchema the schema in which the scripts create what they name without one;
 * {@code null} when the connection or the role decides
 * @param limit how long to wait for sessions that hold a lock on the table
 * @param role the role that reads; {@code null} for that of the connection
 */
public record HistoryReader(String service, HistorySearch search, @Nullable String firstSchema, Duration limit,
		@Nullable String role) {

	/** Names in a search path that stand for another schema, or for none. */
	private static final List<String> NO_SCHEMAS = List.of("$user", "pg_temp");

	private static final LineLog logger = LineLog.ofRuns();

	/** Other columns, or {@code wrong_object_type}. */
	private static final List<String> FOREIGN_SHAPE = List.of(SqlState.FOREIGN_TABLE, SqlState.WRONG_OBJECT_TYPE);

	/** The columns of a table with their types, as PostgreSQL shows them. */
	private static final String COLUMNS = """
			select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
			from pg_catalog.pg_attribute a
			join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) a.attrelid
			join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
			where n.nspname operator(pg_catalog.=) %s and c.relname operator(pg_catalog.=) %s
			and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
			order by a.attnum""";

	/**
	 * Return the reader of a service.
	 * @param options the service's options
	 */
	public static HistoryReader of(MigratorOptions options) {
		List<String> path = options.searchPath();
		String first = (path.isEmpty() || NO_SCHEMAS.contains(path.get(0))) ? null : path.get(0);
		return new HistoryReader(options.service(), HistorySearch.of(options), first,
				options.timeouts().migrationLockWait(), options.role());
	}

	/**
	 * Return the reader of the same table, wherever a later connection would look for it.
	 * @param history the history that was read
	 */
	public HistoryReader of(History history) {
		return new HistoryReader(this.service, HistorySearch.of(table(history)), this.firstSchema, this.limit,
				this.role);
	}

	/**
	 * Return the table of a history.
	 * @param history the history that was read
	 */
	public HistoryTable table(History history) {
		return this.search.in(history.schema());
	}

	/**
	 * Return a reader that waits for sessions that hold a lock on the table as long as is
	 * said, and at least for one try, which takes some seconds.
	 */
	public HistoryReader withLimit(Duration limit) {
		return new HistoryReader(this.service, this.search, this.firstSchema, limit, this.role);
	}

	/**
	 * Return a reader that also reads what people ask for and no plan needs: who applied
	 * a row, and where it comes from.
	 */
	public HistoryReader withDetails() {
		return new HistoryReader(this.service, this.search.withDetails(), this.firstSchema, this.limit, this.role);
	}

	/**
	 * Return a reader to which the server sends no rows if they are those of the files.
	 * @param set the files
	 * @throws java.io.UncheckedIOException if a file cannot be read
	 */
	public HistoryReader unlessAs(MigrationSet set) {
		return new HistoryReader(this.service, this.search.without(HistoryDigest.of(set)), this.firstSchema, this.limit,
				this.role);
	}

	/** Read the history, and name the session that keeps it from being read. */
	public History read(BorrowedConnection session) {
		// To wait for the pool is not to wait for the table.
		session.connection();
		long begin = System.nanoTime();
		Optional<History> history = tryToRead(session);
		while (history.isEmpty()) {
			Duration waited = Duration.ofNanos(System.nanoTime() - begin);
			String seconds = waited.toSeconds() + " s";
			HistoryTable table = refused(session);
			String blockers = ". In the way: " + blockers(session, table);
			if (waited.compareTo(this.limit) >= 0) {
				throw new DatabaseException(this.service, Reason.WAIT_TIMEOUT,
						Printable.line(
								"the history in " + table.qualified() + " could not be read for " + seconds + blockers)
								+ ".\n\nWhat was applied before stays applied.",
						null);
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new DatabaseException(this.service, Reason.INTERRUPTED,
						Printable.line("the run was interrupted after it had waited for " + seconds
								+ " to read the history in " + table.qualified() + blockers) + ".",
						null);
			}
			logger.warn(new ServiceName(this.service) + " waits to read the history in " + table.qualified() + ", for "
					+ seconds + " now" + blockers);
			history = tryToRead(session);
		}
		return history.get();
	}

	/** Which table it is, as far as that can be told when it could not be read. */
	private HistoryTable refused(BorrowedConnection session) {
		try {
			return this.search.refused(session.connection());
		}
		catch (SQLException ex) {
			logger.debug("The schema of the history table cannot be told: " + ex.getMessage());
			return this.search.in("public");
		}
	}

	private static String blockers(BorrowedConnection session, HistoryTable table) {
		List<ServerSession> blockers = ServerSession.ofTable(session.connection(), table.schema(), table.table());
		return blockers.isEmpty() ? "nobody who can be seen"
				: blockers.stream().map(ServerSession::toString).collect(Collectors.joining(" | "));
	}

	/** Empty when a lock was waited for in vain. */
	private Optional<History> tryToRead(BorrowedConnection session) {
		try {
			return Optional.of(query(session.connection()));
		}
		catch (IllegalArgumentException ex) {
			throw new DatabaseException(this.service, Reason.OTHER,
					"the history in " + Printable.line(this.search.name()) + " holds a row that Slipway did not write: "
							+ Printable.line(String.valueOf(ex.getMessage())) + ".\n\nNothing was applied.",
					ex);
		}
		catch (SQLException ex) {
			if (SqlState.LOCK_NOT_AVAILABLE.equals(SqlState.of(ex))) {
				return Optional.empty();
			}
			if (SqlState.UNTRUSTED_TABLE.equals(SqlState.of(ex))) {
				throw new DatabaseException(this.service, Reason.UNTRUSTED_TABLE,
						"the history table " + Printable.line(refused(session).qualified()) + " is not safe to use: "
								+ Printable.line(Redaction.names(ServerError.of(ex).message()))
								+ ".\n\nSlipway has run nothing of it, and applies nothing more.",
						ex);
			}
			if (this.role != null && SqlState.INVALID_PARAMETER_VALUE.equals(SqlState.of(ex))) {
				throw new DatabaseException(
						this.service, Reason.MISSING_ROLE, "the role '" + Printable.line(this.role)
								+ "' to work as does not exist.\n\n" + ServerError.of(ex) + "\n\nNothing was applied.",
						ex);
			}
			if (FOREIGN_SHAPE.contains(SqlState.of(ex))) {
				throw foreign(session, ex);
			}
			if (SqlState.NO_SCHEMA.equals(SqlState.of(ex))) {
				throw unknown("there is no history table, and no schema to make one in: the connection's search"
						+ " path begins with none that exists, that the role may use and that is not PostgreSQL's own"
						+ " (search_path is " + ServerError.of(ex).message() + ")", ex);
			}
			if (SqlState.POOLED_PATH.equals(SqlState.of(ex))) {
				throw unknown("where the history table is cannot be told: the transaction pooler lends sessions whose"
						+ " search path somebody has set, to another one at any time (search_path is "
						+ ServerError.of(ex).message() + ")", ex);
			}
			throw (DatabaseException.reason(ex) == Reason.MISSING_PRIVILEGE) ? unreadable(refused(session), session, ex)
					: unreadable(this.search.name(), ex, "");
		}
	}

	private DatabaseException unknown(String what, SQLException cause) {
		return new DatabaseException(this.service, Reason.UNKNOWN_SCHEMA,
				Printable.line(Redaction.names(what)) + ".\n\nNothing was applied.", cause);
	}

	private DatabaseException foreign(BorrowedConnection session, SQLException cause) {
		HistoryTable table = refused(session);
		try {
			List<String> names = new ArrayList<>();
			List<String> columns = ServerQuery.list(session.connection(),
					COLUMNS.formatted(Quote.literal(table.schema()), Quote.literal(table.table())), (row) -> {
						names.add(row.getString(1));
						return row.getString(1) + " " + row.getString(2);
					});
			String maker = maker(names);
			return new DatabaseException(this.service, Reason.FOREIGN_TABLE,
					"the table " + Printable.line(table.qualified()) + " is not Slipway's"
							+ ((maker != null) ? ": it looks like one of " + maker : "") + ". Its columns are "
							+ Listing.of(columns) + ".\n\nNothing was applied or written.",
					cause);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
			return unreadable(table.qualified(), cause, "");
		}
	}

	/** The tool that makes tables of such columns, if known. */
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

	private DatabaseException unreadable(HistoryTable table, BorrowedConnection session, SQLException cause) {
		return unreadable(table.qualified(), cause, MissingGrants
			.sentence(new MissingGrants(table.schema(), table.table(), false, this.role).toRead(session.connection())));
	}

	private DatabaseException unreadable(String table, SQLException cause, String missing) {
		Reason reason = DatabaseException.reason(cause);
		// A pooler lends a connection before it has one.
		return new DatabaseException(this.service,
				(reason == Reason.UNREACHABLE) ? ConnectionFailure.of(cause).reason() : reason,
				"the history in " + Printable.line(table) + " cannot be read.\n\n" + ServerError.of(cause)
						+ (missing.isEmpty() ? "" : "\n\n" + missing.strip()),
				cause);
	}

	/**
	 * Read the history, in one round trip.
	 * @param connection a connection in autocommit mode
	 * @return the history; without rows when the table does not exist
	 * @throws SQLException if the database refuses, with {@link SqlState#UNTRUSTED_TABLE}
	 * or {@link SqlState#FOREIGN_TABLE} if the table must not be used, and
	 * {@link SqlState#LOCK_NOT_AVAILABLE} if others hold a lock on it, or on a catalog,
	 * for some seconds
	 */
	private History query(Connection connection) throws SQLException {
		PGConnection driver = connection.unwrap(PGConnection.class);
		boolean simple = driver.getPreferQueryMode() == PreferQueryMode.SIMPLE;
		try {
			return query(connection, this.search.reading(simple, driver.getBackendPID(), this.firstSchema, this.role));
		}
		catch (PSQLException ex) {
			if (simple) {
				OwnTransaction.rollBack(connection, ex);
			}
			ServerErrorMessage said = ex.getServerErrorMessage();
			if (SqlState.NO_TABLE.equals(ex.getSQLState()) && said != null && said.getDetail() != null) {
				requireNoOthers(said.getHint());
				String[] fields = said.getDetail().split("\u001f");
				return new History(fields[4], server(connection, fields[0], fields[1], fields[2], fields[3]));
			}
			throw ex;
		}
	}

	/** Another tool has applied files, and nobody has said what is to become of them. */
	private void requireNoOthers(@Nullable String found) {
		if (found != null && !found.isEmpty()) {
			ForeignHistory.refuse(this.service, found);
		}
	}

	private History query(Connection connection, String sql) throws SQLException {
		try (Statement statement = OwnTransaction.statement(connection)) {
			return next(connection, statement, statement.execute(sql));
		}
		catch (Error ex) {
			Pipeline.abort(connection, ex);
			throw ex;
		}
	}

	/**
	 * Read the histories of several services, in one round trip and one transaction. What
	 * is set for one of them does not last until the next.
	 * @param readers those of the services
	 * @param connection a connection in autocommit mode
	 * @return the histories, one for each service
	 * @throws SQLException if one of them cannot be read, or does not exist
	 * @throws DatabaseException if another tool has applied files of one of them
	 */
	static List<History> readAll(List<HistoryReader> readers, Connection connection) throws SQLException {
		int backend = connection.unwrap(PGConnection.class).getBackendPID();
		StringBuilder sql = new StringBuilder(OwnTransaction.BEGIN);
		for (HistoryReader reader : readers) {
			sql.append(";\nsavepoint slipway;\n")
				.append(reader.search.statements(backend, reader.firstSchema, reader.role))
				.append(";\nrollback to slipway");
		}
		List<History> histories = new ArrayList<>();
		try (Statement statement = OwnTransaction.statement(connection)) {
			boolean rows = statement.execute(sql.append(";\n").append(OwnTransaction.COMMIT).toString());
			for (HistoryReader reader : readers) {
				histories.add(reader.next(connection, statement, rows));
				rows = statement.getMoreResults();
			}
			return histories;
		}
		catch (SQLException ex) {
			OwnTransaction.rollBack(connection, ex);
			throw ex;
		}
		catch (Error ex) {
			Pipeline.abort(connection, ex);
			throw ex;
		}
	}

	/** Read the next two answers of a statement. */
	private History next(Connection connection, Statement statement, boolean first) throws SQLException {
		boolean rows = first;
		while (!rows && statement.getUpdateCount() >= 0) {
			rows = statement.getMoreResults();
		}
		History history;
		try (ResultSet said = statement.getResultSet()) {
			history = history(connection, said);
		}
		if (!statement.getMoreResults() || history.asFiles()) {
			return history;
		}
		try (ResultSet result = statement.getResultSet()) {
			return history.of(rows(result));
		}
	}

	/** What the server says beside the rows. */
	private History history(Connection connection, @Nullable ResultSet said) throws SQLException {
		if (said == null || !said.next()) {
			throw new SQLException("the server did not answer a query that always has a row");
		}
		ServerInfo server = server(connection, text(said, "state"), text(said, "own_schema"), text(said, "role"),
				text(said, "database"));
		if (!said.getBoolean("as_files")) {
			requireNoOthers(said.getString("others"));
		}
		return new History(text(said, "schema"), true, said.getBoolean("outdated"), said.getBoolean("as_files"),
				List.of(), 0, said.getBoolean("triggers"), said.getString("writers"), server);
	}

	private List<HistoryRow> rows(ResultSet row) throws SQLException {
		List<HistoryRow> rows = new ArrayList<>();
		while (row.next()) {
			rows.add(row(row, this.search.details()));
		}
		return rows;
	}

	private static ServerInfo server(Connection connection, String state, String schema, String role, String database)
			throws SQLException {
		String[] said = state.split(" ");
		boolean behindPooler = connection.unwrap(PGConnection.class).getBackendPID() != Integer.parseInt(said[0]);
		return new ServerInfo(said[4], said[1].equals("t"), said[2].equals("t"), behindPooler,
				Integer.parseInt(said[3]), said[5].equals("t"), said[6].equals("t"), schema, role, database);
	}

	private static HistoryRow row(ResultSet row, boolean details) throws SQLException {
		String version = row.getString("version");
		return new HistoryRow(Long.parseLong(text(row, "id")), Migration.Kind.valueOf(upper(text(row, "kind"))),
				(version != null) ? Version.of(version) : null, text(row, "name"), text(row, "checksum"),
				HistoryRow.State.valueOf(upper(text(row, "state"))), statements(row),
				present(row.getObject("applied_at", OffsetDateTime.class), "applied_at").toInstant(),
				Duration.ofNanos(Long.parseLong(text(row, "micros", "duration")) * 1000),
				UUID.fromString(text(row, "run_id")).toString(), details ? row.getString("applied_by") : null,
				details ? row.getString("origin") : null);
	}

	private static int statements(ResultSet row) throws SQLException {
		int statements = Integer.parseInt(text(row, "statements"));
		if (statements < 0) {
			throw new IllegalArgumentException("its statements are " + statements);
		}
		return statements;
	}

	private static String text(ResultSet row, String column) throws SQLException {
		return text(row, column, column);
	}

	private static String text(ResultSet row, String column, String name) throws SQLException {
		return present(row.getString(column), name);
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

}
