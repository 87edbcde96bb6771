package dev.slipway.engine.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.text.Secrets;
import dev.slipway.testing.TestDatabase;

/**
 * A thread that works on a connection as an attempt to apply migrations does, watched.
 */
public final class WatchedWork implements AutoCloseable {

	/** Borrows at once, and looks without rest. */
	public static final WatchIntervals BUSY = new WatchIntervals(Duration.ZERO, Duration.ofMillis(10),
			Duration.ofHours(1));

	static final AdvisoryLock LOCK = AdvisoryLock.of(new HistoryTable("public", "schema_migrations_svc"));

	static final String RUN = "00000000-0000-0000-0000-000000000007";

	private final CompletableFuture<Watch> watch = new CompletableFuture<>();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Connection connection;

	private final Thread thread;

	/**
	 * Begin to work.
	 * @param connection the connection to work on, closed with this
	 * @param work what to do
	 * @param dataSource lends a connection to watch from
	 * @param mayConnect whether it may be asked for one
	 * @param pace when and how often to look
	 */
	public WatchedWork(Connection connection, Work work, DataSource dataSource, boolean mayConnect,
			WatchIntervals pace) {
		this.connection = connection;
		this.thread = new Thread(() -> {
			WatchTarget attempt = new WatchTarget("svc", null, connection, LOCK, RUN, Duration.ZERO, Secrets.NONE);
			try (Watch begun = Watch.begin(attempt, dataSource, mayConnect, pace)) {
				this.watch.complete(begun);
				work.on(connection);
			}
			catch (SQLException | RuntimeException ex) {
				this.end.completeExceptionally(ex);
			}
			this.end.complete(null);
		});
		this.thread.start();
	}

	/** Work in the transaction that holds the lock. */
	public static Work inTransaction(String sql) {
		return (connection) -> {
			execute(connection, "begin");
			execute(connection, "select " + LOCK.acquisition());
			execute(connection, "set local application_name = 'slipway svc 007_long'");
			try {
				execute(connection, sql);
			}
			finally {
				execute(connection, "rollback");
			}
		};
	}

	/** Work beside the transaction that holds the lock. */
	public static Work alone(TestDatabase database, Work work) {
		return (connection) -> {
			try (Connection holder = database.dataSource().getConnection()) {
				execute(holder, "begin");
				execute(holder, "select " + LOCK.acquisition());
				// The driver keeps the snapshot of a query.
				execute(holder, "set local idle_in_transaction_session_timeout = 0");
				execute(connection, "set application_name = 'slipway svc 007_long'");
				work.on(connection);
			}
		};
	}

	/** Mark a statement as the run's. */
	public static String tagged(String sql) {
		return RunTag.of(RUN) + sql;
	}

	public static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	public Watch watch() {
		return this.watch.join();
	}

	Thread thread() {
		return this.thread;
	}

	/**
	 * Wait until the work is done, and its watch closed.
	 * @throws SQLException what it failed with
	 */
	public void await() throws Exception {
		try {
			this.end.get(1, TimeUnit.MINUTES);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

	/**
	 * What is done.
	 */
	public interface Work {

		void on(Connection connection) throws SQLException;

	}

}
