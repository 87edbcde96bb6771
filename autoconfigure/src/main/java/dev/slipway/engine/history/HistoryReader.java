package dev.slipway.engine.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.ServerError;
import dev.slipway.SlipwayException;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.MissingGrants;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a service's history, and says what is in its place when it cannot be read.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param table the history table
 * @param limit how long to wait for sessions that hold a lock on the table
 */
public record HistoryReader(String service, HistoryTable table, Duration limit) {

	private static final LineLog logger = LineLog.ofRuns();

	/** Other columns, or {@code wrong_object_type}. */
	private static final List<String> FOREIGN_SHAPE = List.of(SqlState.FOREIGN_TABLE, SqlState.WRONG_OBJECT_TYPE);

	/** The columns of a table with their types, as PostgreSQL shows them. */
	private static final String COLUMNS = """
			select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
			from pg_catalog.pg_attribute a
			where a.attrelid operator(pg_catalog.=) pg_catalog.to_regclass(%s)
			and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
			order by a.attnum""";

	/** Read the history, and name the session that keeps it from being read. */
	public History read(BorrowedConnection session) {
		long begin = System.nanoTime();
		Optional<History> history = tryToRead(session);
		while (history.isEmpty()) {
			Duration waited = Duration.ofNanos(System.nanoTime() - begin);
			String what = "waits to read the history in " + this.table.qualified() + ", for " + waited.toSeconds()
					+ " s now. In the way: " + blockers(session);
			if (waited.compareTo(this.limit) >= 0) {
				throw new DatabaseException(this.service, Reason.LOCK_TIMEOUT,
						Printable.line("it " + what) + ".\n\nWhat was applied before stays applied.", null);
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new DatabaseException(this.service, Reason.INTERRUPTED,
						Printable.line("the run was interrupted while it " + what) + ".", null);
			}
			logger.warn(SlipwayException.subject(this.service) + " " + what);
			history = tryToRead(session);
		}
		return history.get();
	}

	private String blockers(BorrowedConnection session) {
		List<ServerSession> blockers = ServerSession.ofTable(session.connection(), this.table.schema(),
				this.table.table());
		return blockers.isEmpty() ? "nobody who can be seen"
				: blockers.stream().map(ServerSession::toString).collect(Collectors.joining(" | "));
	}

	/** Empty when a lock was waited for in vain. */
	private Optional<History> tryToRead(BorrowedConnection session) {
		try {
			return Optional.of(this.table.read(session.connection()));
		}
		catch (IllegalArgumentException ex) {
			throw new DatabaseException(this.service, Reason.OTHER,
					"the history in " + Printable.line(this.table.qualified())
							+ " holds a row that Slipway did not write: "
							+ Printable.line(String.valueOf(ex.getMessage())) + ".\n\nNothing was applied.",
					ex);
		}
		catch (SQLException ex) {
			if (SqlState.LOCK_NOT_AVAILABLE.equals(ex.getSQLState())) {
				return Optional.empty();
			}
			if (SqlState.UNTRUSTED_TABLE.equals(ex.getSQLState())) {
				throw new DatabaseException(this.service, Reason.UNTRUSTED_TABLE,
						"the history table " + Printable.line(this.table.qualified()) + " is not safe to use: "
								+ Printable.line(Redaction.names(ServerError.of(ex).message()))
								+ ".\n\nSlipway has run nothing of it, and applies nothing more.",
						ex);
			}
			if (FOREIGN_SHAPE.contains(ex.getSQLState())) {
				throw foreign(session, ex);
			}
			throw unreadable(ex, MissingGrants.sentence((DatabaseException.reason(ex) == Reason.MISSING_PRIVILEGE)
					? new MissingGrants(this.table.schema(), this.table.table(), false).toRead(session.connection())
					: List.of()));
		}
	}

	private DatabaseException foreign(BorrowedConnection session, SQLException cause) {
		try {
			List<String> names = new ArrayList<>();
			List<String> columns = ServerQuery.list(session.connection(),
					COLUMNS.formatted(Quote.literal(this.table.qualified())), (row) -> {
						names.add(row.getString(1));
						return row.getString(1) + " " + row.getString(2);
					});
			String maker = maker(names);
			return new DatabaseException(this.service, Reason.FOREIGN_TABLE,
					"the table " + Printable.line(this.table.qualified()) + " is not Slipway's"
							+ ((maker != null) ? ": it looks like one of " + maker : "") + ". Its columns are "
							+ SlipwayException.list(columns) + ".\n\nNothing was applied or written.",
					cause);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
			return unreadable(cause, "");
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

	private DatabaseException unreadable(SQLException cause, String missing) {
		return new DatabaseException(this.service, DatabaseException.reason(cause),
				"the history in " + Printable.line(this.table.qualified()) + " cannot be read.\n\n"
						+ ServerError.of(cause) + (missing.isEmpty() ? "" : "\n\n" + missing.strip()),
				cause);
	}

}
