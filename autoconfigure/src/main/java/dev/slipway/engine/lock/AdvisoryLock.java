package dev.slipway.engine.lock;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.script.Sha256;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.postgresql.PGStatement;

/**
 * The lock of one history table: an advisory lock that a transaction takes and its end
 * gives back, whatever that end is (manual, section 13.3.5). Nothing about it outlives a
 * process, and it holds through a pooler in transaction mode.
 * <p>
 * A waiter only looks whether somebody holds it, each time in a statement of its own:
 * waiting inside of {@code pg_advisory_lock} would keep a snapshot and deadlock with a
 * concurrent index build, and trying would take the lock from the holder in the moment
 * between two of its transactions.
 */
public final class AdvisoryLock {

	private static final Log logger = LogFactory.getLog(AdvisoryLock.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

	private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

	private final long key;

	private AdvisoryLock(long key) {
		this.key = key;
	}

	/**
	 * Return the lock of a history table. PostgreSQL keeps advisory locks per database,
	 * so schema and table are all that the key is made of; a pooler's alias for the
	 * database would lead to another key.
	 * @param table the history table
	 */
	public static AdvisoryLock of(HistoryTable table) {
		return new AdvisoryLock(ByteBuffer.wrap(Sha256.of("slipway " + table.qualified())).getLong());
	}

	/**
	 * Return the SQL expression that takes the lock for the transaction it stands in, and
	 * is false when somebody else holds it.
	 */
	public String acquisition() {
		return "pg_catalog.pg_try_advisory_xact_lock(" + this.key + ")";
	}

	/**
	 * Wait until nobody holds the lock, with pauses of random length so that replicas do
	 * not march in step. No transaction is open during a pause.
	 * @param connection a connection in autocommit mode
	 * @param subject who waits, for the log
	 * @param deadline when to give up, as {@link System#nanoTime()} counts
	 * @return false when the deadline passed
	 * @throws SQLException if the database refuses
	 * @throws InterruptedException if the thread was interrupted, which ends the wait
	 */
	public boolean awaitRelease(Connection connection, String subject, long deadline)
			throws SQLException, InterruptedException {
		long begin = System.nanoTime();
		long nextReport = begin;
		while (held(connection)) {
			long now = System.nanoTime();
			if (now - deadline >= 0) {
				return false;
			}
			if (now - nextReport >= 0) {
				long seconds = Duration.ofNanos(now - begin).toSeconds();
				logger.info(subject + " waits for another process that is migrating"
						+ ((seconds > 0) ? ", for " + seconds + " s now" : ""));
				nextReport = now + REPORT_EVERY.toNanos();
			}
			Thread.sleep(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
		}
		return true;
	}

	private boolean held(Connection connection) throws SQLException {
		String sql = """
				select exists (select from pg_catalog.pg_locks
					where locktype = 'advisory' and granted and objsubid = 1
						and database = (select oid from pg_catalog.pg_database
							where datname = pg_catalog.current_database())
						and classid::bigint = %s and objid::bigint = %s)""".formatted(this.key >>> 32,
				this.key & 0xFFFFFFFFL);
		try (Statement statement = connection.createStatement()) {
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
			try (ResultSet row = statement.executeQuery(sql)) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

}
