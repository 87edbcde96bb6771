package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;

/**
 * Runs a statement of Slipway's own in one transaction, under the lock of a service and
 * the safe path. While another process has the lock, it waits without a transaction.
 *
 * @param options say as which role, and how long to wait
 * @param table the history table, which the lock belongs to
 * @param what what is done, for messages
 */
record LockedStatement(MigratorOptions options, HistoryTable table, String what) {

	/**
	 * Run the statement.
	 * @param connection a connection in autocommit mode
	 * @param sql the statement
	 * @throws SQLException if the database refuses; nothing has changed then
	 * @throws DatabaseException if the lock was waited for too long
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	void run(Connection connection, String sql) throws SQLException, InterruptedException {
		AdvisoryLock lock = AdvisoryLock.of(this.table);
		long deadline = System.nanoTime() + this.options.timeouts().migrationLockWait().toNanos();
		while (!tryToRun(connection, lock, OwnTransaction.role(this.options.role()) + sql)) {
			if (!lock.awaitRelease(connection, new ServiceName(this.options.service()).toString(), Secrets.NONE,
					deadline)) {
				throw new DatabaseException(this.options.service(), Reason.WAIT_TIMEOUT,
						this.what + " has waited for another process that is migrating for "
								+ this.options.timeouts().migrationLockWait().toSeconds() + " s. "
								+ lock.describeHolder(connection, Secrets.NONE) + "\n\nNothing was dropped.",
						null);
			}
		}
	}

	/** False when another process has the lock. */
	private static boolean tryToRun(Connection connection, AdvisoryLock lock, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(OwnTransaction.BEGIN);
			try {
				statement.execute(OwnTransaction.SAFE_PATH);
				boolean locked = isTrue(statement, "select " + lock.acquisition());
				if (locked) {
					statement.execute(sql);
				}
				statement.execute(locked ? OwnTransaction.COMMIT : OwnTransaction.ROLLBACK);
				return locked;
			}
			catch (SQLException ex) {
				OwnTransaction.rollBack(connection, ex);
				throw ex;
			}
		}
	}

	private static boolean isTrue(Statement statement, String query) throws SQLException {
		try (ResultSet rows = statement.executeQuery(query)) {
			return rows.next() && rows.getBoolean(1);
		}
	}

}
