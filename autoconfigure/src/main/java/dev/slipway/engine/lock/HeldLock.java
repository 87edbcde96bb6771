package dev.slipway.engine.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.text.LineLog;

/**
 * Holds the lock on a connection of its own while statements that refuse a transaction
 * run on another. Its transaction stays open, and has neither a snapshot nor a lock on a
 * relation: a concurrent index build would wait for the one until the end of time,
 * {@code REINDEX} and {@code VACUUM FULL} for the other, the history table and the
 * catalogs included.
 */
public final class HeldLock implements AutoCloseable {

	private static final LineLog logger = LineLog.of(HeldLock.class);

	private final Connection connection;

	private final AdvisoryLock lock;

	private final String owner;

	private HeldLock(Connection connection, AdvisoryLock lock, String owner) {
		this.connection = connection;
		this.lock = lock;
		this.owner = owner;
	}

	/**
	 * Take the lock.
	 * @param connection a connection in autocommit mode that nobody else uses
	 * @param lock the lock
	 * @param acquisition takes the lock, or raises; it reads no relation
	 * @param limits the settings that limit its time, with their values in SQL
	 * @param name how {@code pg_stat_activity} is to show the holder
	 * @param runId the run, by which those who wait find what it does meanwhile
	 * @throws SQLException what the acquisition raises, or if the database refuses
	 */
	public static HeldLock take(Connection connection, AdvisoryLock lock, String acquisition,
			Map<String, String> limits, String name, String runId) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(OwnTransaction.BEGIN);
			statement.execute(acquisition);
			String owner = owner(statement, lock.owner());
			for (String setting : settings(limits, name, runId)) {
				statement.execute(setting);
			}
			return new HeldLock(connection, lock, owner);
		}
		catch (SQLException ex) {
			rollback(connection);
			throw ex;
		}
	}

	/**
	 * The driver leaves the last portal open, and with it the snapshot of a query. So the
	 * last statement is one that needs none. It stays to be seen in
	 * {@code pg_stat_activity}.
	 */
	private static List<String> settings(Map<String, String> limits, String application, String runId) {
		List<String> settings = new ArrayList<>();
		settings.add("set local application_name = " + Quote.literal(application));
		limits.forEach((name, value) -> settings.add("set local " + name + " = " + value));
		settings.add(RunTag.ofHolder(runId) + "set local idle_in_transaction_session_timeout = 0");
		return settings;
	}

	private static String owner(Statement statement, String query) throws SQLException {
		try (ResultSet row = statement.executeQuery(query)) {
			if (row.next()) {
				return row.getString(1);
			}
			throw new SQLException("the lock that was just taken is not held");
		}
	}

	/**
	 * The SQL expression that is true while the lock is held: by this very transaction,
	 * as another process would hold it by another.
	 */
	public String held() {
		return this.lock.heldBy(this.owner);
	}

	/**
	 * The SQL expression that is true while somebody waits for this transaction: a
	 * concurrent index build that looked for old snapshots while the lock was being
	 * taken. It waits for the whole transaction, although the snapshot is gone, and what
	 * runs beside the lock may wait for it: a deadlock that the server does not see.
	 */
	public String awaited() {
		return this.lock.awaited(this.owner);
	}

	@Override
	public void close() {
		rollback(this.connection);
	}

	private static void rollback(Connection connection) {
		try (Statement statement = connection.createStatement()) {
			statement.execute(OwnTransaction.ROLLBACK);
		}
		catch (SQLException ex) {
			logger.debug("The connection that held the lock is gone, and the lock with it: " + ex.getMessage());
		}
	}

}
