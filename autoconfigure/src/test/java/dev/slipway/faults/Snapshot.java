package dev.slipway.faults;

import java.sql.Connection;
import java.sql.SQLException;

import dev.slipway.testing.TestDatabase;

/**
 * A transaction that reads, for example for a report, and which a concurrent index build
 * therefore waits for.
 */
final class Snapshot implements AutoCloseable {

	private final TestDatabase database;

	private final Connection connection;

	private Snapshot(TestDatabase database, Connection connection) {
		this.database = database;
		this.connection = connection;
	}

	static Snapshot of(TestDatabase database) throws SQLException {
		Connection connection = database.dataSource().getConnection();
		connection.setAutoCommit(false);
		connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		TestDatabase.query(connection, "select 1");
		return new Snapshot(database, connection);
	}

	/** Wait until a build waits for this transaction. */
	void awaitBuild(Trial trial) {
		trial.await("a concurrent build that waits",
				() -> !this.database
					.query("select 1 from pg_stat_progress_create_index where phase like 'waiting%' "
							+ "and datname = current_database()")
					.isEmpty());
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
