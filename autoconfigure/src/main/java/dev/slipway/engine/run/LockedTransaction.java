package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.engine.execute.SessionMemory;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionPool;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;
import dev.slipway.engine.watch.Watch;
import dev.slipway.engine.watch.WatchTarget;

/**
 * A transaction of Slipway's own in which no script runs: under the lock, with the safe
 * path, as the role that the options name. Who waits for the lock has no transaction
 * open. A wait for what other sessions hold has the limit that it has for a migration,
 * and is tried again as often.
 *
 * @param options the service's options
 * @param what what it is for, as messages have it
 * @param nothing a sentence that says what has not happened when it fails
 * @param before a sentence that says what was done in transactions before, or empty
 * @param waits takes what it waits for
 */
record LockedTransaction(MigratorOptions options, String what, String nothing, String before, Consumer<String> waits) {

	private static final LineLog logger = LineLog.ofRuns();

	/** Create one that is alone, and whose waits only the log tells. */
	LockedTransaction(MigratorOptions options, String what, String nothing) {
		this(options, what, nothing, "", (wait) -> {
		});
	}

	/**
	 * Run something in a transaction under the lock, which is waited for.
	 * @param session a connection in autocommit mode
	 * @param table the table whose lock is needed
	 * @param step what to run
	 * @throws SQLException if the database refuses; nothing was written then
	 * @throws DatabaseException if a lock was waited for too long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void run(BorrowedConnection session, HistoryTable table, Step<Boolean> step)
			throws SQLException, InterruptedException {
		long deadline = deadline();
		while (tryTo(session, table, true, step).isEmpty()) {
			awaitRelease(session.connection(), table, deadline);
		}
	}

	/**
	 * Run something in a transaction.
	 * @param session a connection in autocommit mode
	 * @param table the history table
	 * @param locks whether its lock is needed
	 * @return what it has given; empty when another process has the lock
	 * @throws SQLException if the database refuses; nothing was written then
	 * @throws DatabaseException if what other sessions hold was waited for too long
	 * @throws InterruptedException if the thread is interrupted
	 */
	<T> Optional<T> tryTo(BorrowedConnection session, HistoryTable table, boolean locks, Step<T> step)
			throws SQLException, InterruptedException {
		return repeat(() -> watch(session, table, locks, this.waits), session, () -> this, (statement, memory) -> {
			statement.execute(settings());
			boolean free = !locks || isTrue(statement, "select " + AdvisoryLock.of(table).acquisition());
			Optional<T> result = free ? Optional.of(step.run(statement)) : Optional.empty();
			end(statement, memory, free);
			return result;
		});
	}

	/**
	 * Run several steps in one transaction, which holds the lock of each.
	 * @param session a connection in autocommit mode
	 * @param parts the steps, in their order
	 * @param commits whether what they did lasts; otherwise it is rolled back
	 * @return empty when all have run; otherwise the first whose lock another process
	 * has, and nothing has happened then
	 * @throws SQLException if the database refuses; nothing was written then
	 * @throws DatabaseException if what other sessions hold was waited for too long
	 * @throws InterruptedException if the thread is interrupted
	 */
	static Optional<Part> tryAll(BorrowedConnection session, List<Part> parts, boolean commits)
			throws SQLException, InterruptedException {
		LockedTransaction first = parts.get(0).transaction();
		Current current = new Current(first);
		Consumer<String> waits = (wait) -> current.get().waits().accept(wait);
		return repeat(() -> first.watch(session, parts.get(0).table(), true, waits), session, current,
				(statement, memory) -> {
					String earlier = "";
					for (Part part : parts) {
						current.transaction = part.transaction();
						statement.execute(earlier + part.transaction().settings());
						if (!isTrue(statement, "select " + AdvisoryLock.of(part.table()).acquisition())) {
							part.transaction().end(statement, memory, false);
							return Optional.of(part);
						}
						// That of one service is not that of the next one.
						earlier = (part.transaction().options().role() != null) ? "set local role none;\n" : earlier;
					}
					for (Part part : parts) {
						current.transaction = part.transaction();
						statement.execute(earlier + part.transaction().settings());
						part.step().run(statement);
					}
					current.get().end(statement, memory, commits);
					return Optional.empty();
				});
	}

	/**
	 * Run a transaction, again as long as others keep it from a lock and a try is left.
	 * @param watches begins to watch a try
	 * @param current what it is running
	 */
	private static <T> T repeat(Supplier<Watch> watches, BorrowedConnection session,
			Supplier<LockedTransaction> current, Body<T> work) throws SQLException, InterruptedException {
		LockRetries retries = new LockRetries(current.get().options().timeouts().lockRetries(), Secrets.NONE,
				(wait) -> current.get().waits().accept(wait));
		while (true) {
			List<ServerSession> blockers;
			SQLException failure;
			try (Watch watch = watches.get()) {
				try {
					return inTransaction(session.connection(), work);
				}
				catch (SQLException ex) {
					failure = ex;
					blockers = watch.blockers();
				}
			}
			current.get().throwUnlessContended(failure);
			Contention contention = retries.count(failure, blockers, session.connection());
			if (retries.areUsedUp()) {
				throw current.get().keptOut(failure, contention);
			}
			retries.pause(current.get().describe(failure), contention);
		}
	}

	/**
	 * Cancels what runs when the thread is interrupted, and finds the session by the lock
	 * that it holds.
	 */
	private Watch watch(BorrowedConnection session, HistoryTable table, boolean locks, Consumer<String> waits) {
		WatchTarget target = new WatchTarget(this.options.service(), this.what, session.connection(),
				AdvisoryLock.of(table), UUID.randomUUID().toString(), this.options.timeouts().lockTimeout(),
				Secrets.NONE, waits);
		return Watch.begin(target, session.dataSource(),
				locks && ConnectionPool.limit(session.dataSource(), 1).isEmpty());
	}

	private void throwUnlessContended(SQLException failure) throws SQLException, InterruptedException {
		if (SqlState.QUERY_CANCELED.equals(SqlState.of(failure)) && Thread.interrupted()) {
			InterruptedException interrupted = new InterruptedException();
			interrupted.initCause(failure);
			throw interrupted;
		}
		if (!SqlState.isRetriable(failure)) {
			throw failure;
		}
	}

	private String describe(SQLException failure) {
		ServerError error = ServerError.of(failure);
		return new ServiceName(this.options.service()) + ": " + this.what + " was rolled back (" + error.sqlState()
				+ ": " + FailureReport.onOneLine(error.message()) + ").";
	}

	private DatabaseException keptOut(SQLException failure, Contention contention) {
		return new DatabaseException(this.options.service(), Reason.LOCK_TIMEOUT,
				this.what + " was kept from a lock by others, and rolled back.\n\n" + ServerError.of(failure) + "\n"
						+ contention.describe() + "\n\n" + this.nothing,
				failure);
	}

	/**
	 * End a transaction.
	 * @throws DatabaseException if nobody knows whether it was committed
	 */
	private void end(Statement statement, SessionMemory memory, boolean commits) throws SQLException {
		if (!commits) {
			abandon(statement, memory);
			return;
		}
		statement.execute(memory.restore());
		try {
			statement.execute(OwnTransaction.COMMIT);
		}
		catch (SQLException ex) {
			if (DatabaseException.reason(ex) != Reason.UNREACHABLE) {
				throw ex;
			}
			throw new DatabaseException(this.options.service(), Reason.UNREACHABLE,
					"the connection to the database was lost while " + this.what + " was committed.\n\n"
							+ ServerError.of(ex) + "\n\n" + (this.before.isEmpty() ? "" : this.before + " ")
							+ "Nobody knows whether it was committed: all of it was, or nothing. Run the command again,"
							+ " which looks at what there is.",
					ex);
		}
	}

	private static void abandon(Statement statement, SessionMemory memory) throws SQLException {
		for (String sql : memory.abandon()) {
			statement.execute(sql);
		}
	}

	/** Run what ends its transaction itself, or throws: then that is rolled back. */
	private static <T> T inTransaction(Connection connection, Body<T> work) throws SQLException {
		SessionMemory memory = new SessionMemory();
		try (Statement statement = OwnTransaction.statement(connection)) {
			statement.execute(OwnTransaction.BEGIN);
			try {
				statement.execute(memory.remember());
				return work.run(statement, memory);
			}
			catch (SQLException | RuntimeException ex) {
				try {
					abandon(statement, memory);
				}
				catch (SQLException again) {
					ex.addSuppressed(again);
				}
				throw ex;
			}
		}
	}

	private String settings() {
		return OwnTransaction.role(this.options.role()) + OwnTransaction.SAFE_PATH + ";\nset local lock_timeout = "
				+ this.options.timeouts().lockTimeout().toMillis() + ";\nset local statement_timeout = "
				+ this.options.timeouts().statementTimeout().toMillis();
	}

	static boolean isTrue(Statement statement, String query) throws SQLException {
		try (ResultSet rows = statement.executeQuery(query)) {
			return rows.next() && rows.getBoolean(1);
		}
	}

	/** When to give up waiting for the lock, as {@link System#nanoTime()} counts. */
	long deadline() {
		return System.nanoTime() + this.options.timeouts().migrationLockWait().toNanos();
	}

	/**
	 * Wait until nobody holds the lock.
	 * @throws DatabaseException if the deadline passed
	 */
	void awaitRelease(Connection connection, HistoryTable table, long deadline)
			throws SQLException, InterruptedException {
		AdvisoryLock lock = AdvisoryLock.of(table);
		if (!lock.awaitRelease(connection, new ServiceName(this.options.service()).toString(), Secrets.NONE, deadline,
				this.waits)) {
			throw new DatabaseException(this.options.service(), Reason.WAIT_TIMEOUT,
					Printable.line(this.what + " has waited for another process that is migrating for " + limit() + ". "
							+ lock.describeHolder(connection, Secrets.NONE)) + "\n\n" + this.nothing,
					null);
		}
	}

	private String limit() {
		Duration limit = this.options.timeouts().migrationLockWait();
		return (limit.toSeconds() > 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
	}

	/**
	 * Run something that the database may refuse, and say so.
	 * @param refused what cannot be done then
	 * @throws DatabaseException if the database refuses, or the thread is interrupted
	 */
	<T> T explain(String refused, Work<T> work) {
		try {
			return work.run();
		}
		catch (SQLException ex) {
			throw new DatabaseException(this.options.service(), DatabaseException.reason(ex),
					refused + ".\n\n" + ServerError.of(ex) + "\n\n" + this.nothing, ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Return the failure of what was interrupted, as the thread stays.
	 */
	DatabaseException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		DatabaseException interrupted = new DatabaseException(this.options.service(), Reason.INTERRUPTED,
				this.what + " was interrupted.\n\n" + this.nothing, cause);
		// A process that ends prints no exception.
		logger.warn(FailureReport.onOneLine(interrupted.getMessage()));
		return interrupted;
	}

	/** Whose step runs, also for the thread that watches. */
	private static final class Current implements Supplier<LockedTransaction> {

		private volatile LockedTransaction transaction;

		Current(LockedTransaction first) {
			this.transaction = first;
		}

		@Override
		public LockedTransaction get() {
			return this.transaction;
		}

	}

	/**
	 * What runs in a transaction.
	 *
	 * @param <T> what it gives
	 */
	interface Step<T> {

		T run(Statement statement) throws SQLException;

	}

	/**
	 * What runs as the whole of a transaction, which it ends.
	 *
	 * @param <T> what it gives
	 */
	private interface Body<T> {

		T run(Statement statement, SessionMemory memory) throws SQLException;

	}

	/**
	 * One of several steps in one transaction.
	 *
	 * @param transaction how it runs
	 * @param table the table whose lock it needs
	 * @param step what to run
	 */
	record Part(LockedTransaction transaction, HistoryTable table, Step<Boolean> step) {

	}

	/**
	 * What may be refused or interrupted.
	 *
	 * @param <T> what it gives
	 */
	interface Work<T> {

		T run() throws SQLException, InterruptedException;

	}

}
