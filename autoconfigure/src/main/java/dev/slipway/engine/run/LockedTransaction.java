package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A transaction of Slipway's own in which no script runs: under the lock, with the safe
 * path, as the role that the options name. Who waits for the lock has no transaction
 * open.
 *
 * @param options the service's options
 * @param what what it is for, as messages have it
 * @param nothing a sentence that says what has not happened when it fails
 */
record LockedTransaction(MigratorOptions options, String what, String nothing) {

	/**
	 * What drops much waits for the sessions that use it, as long as that takes.
	 */
	static final String WITHOUT_LOCK_TIMEOUT = "set local lock_timeout = 0;\n";

	/**
	 * Run something in a transaction under the lock, which is waited for.
	 * @param connection a connection in autocommit mode
	 * @param table the table whose lock is needed
	 * @param step what to run
	 * @throws SQLException if the database refuses; nothing was written then
	 * @throws DatabaseException if the lock was waited for too long
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	void run(Connection connection, HistoryTable table, Step<Boolean> step) throws SQLException, InterruptedException {
		long deadline = deadline();
		while (tryTo(connection, table, step).isEmpty()) {
			awaitRelease(connection, table, deadline);
		}
	}

	/**
	 * Run something in a transaction.
	 * @param connection a connection in autocommit mode
	 * @param locked the table whose lock is needed; {@code null} for none
	 * @return what it has given; empty when another process has the lock
	 * @throws SQLException if the database refuses; nothing was written then
	 */
	<T> Optional<T> tryTo(Connection connection, @Nullable HistoryTable locked, Step<T> step) throws SQLException {
		return inTransaction(connection, (statement) -> {
			statement.execute(settings());
			boolean free = locked == null || isTrue(statement, "select " + AdvisoryLock.of(locked).acquisition());
			Optional<T> result = free ? Optional.of(step.run(statement)) : Optional.empty();
			statement.execute(free ? OwnTransaction.COMMIT : OwnTransaction.ROLLBACK);
			return result;
		});
	}

	/**
	 * Run several steps in one transaction, which holds the lock of each.
	 * @param connection a connection in autocommit mode
	 * @param parts the steps, in their order
	 * @param commits whether what they did lasts; otherwise it is rolled back
	 * @return empty when all have run; otherwise the first whose lock another process
	 * has, and nothing has happened then
	 * @throws SQLException if the database refuses; nothing was written then
	 */
	static Optional<Part> tryAll(Connection connection, List<Part> parts, boolean commits) throws SQLException {
		return inTransaction(connection, (statement) -> {
			String earlier = "";
			for (Part part : parts) {
				statement.execute(earlier + part.transaction().settings());
				if (!isTrue(statement, "select " + AdvisoryLock.of(part.table()).acquisition())) {
					statement.execute(OwnTransaction.ROLLBACK);
					return Optional.of(part);
				}
				// That of one service is not that of the next one.
				earlier = (part.transaction().options().role() != null) ? "set local role none;\n" : earlier;
			}
			for (Part part : parts) {
				statement.execute(earlier + part.transaction().settings());
				part.step().run(statement);
			}
			statement.execute(commits ? OwnTransaction.COMMIT : OwnTransaction.ROLLBACK);
			return Optional.empty();
		});
	}

	/** Run what ends its transaction itself, or throws: then that is rolled back. */
	private static <T> T inTransaction(Connection connection, Step<T> work) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			// A statement that the driver names cannot be found again behind a pooler.
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
			statement.setEscapeProcessing(false);
			statement.execute(OwnTransaction.BEGIN);
			try {
				return work.run(statement);
			}
			catch (SQLException ex) {
				OwnTransaction.rollBack(connection, ex);
				throw ex;
			}
			catch (RuntimeException ex) {
				statement.execute(OwnTransaction.ROLLBACK);
				throw ex;
			}
		}
	}

	private String settings() {
		return OwnTransaction.role(this.options.role()) + OwnTransaction.SAFE_PATH + ";\nset local lock_timeout = "
				+ this.options.timeouts().lockTimeout().toMillis();
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
		if (!lock.awaitRelease(connection, new ServiceName(this.options.service()).toString(), Secrets.NONE,
				deadline)) {
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
	 * Return the failure of a wait for the lock that was interrupted, as the thread
	 * stays.
	 */
	DatabaseException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new DatabaseException(
				this.options.service(), Reason.INTERRUPTED, this.what
						+ " was interrupted while it waited for another process that is migrating.\n\n" + this.nothing,
				cause);
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
