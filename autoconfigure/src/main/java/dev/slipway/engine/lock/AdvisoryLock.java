package dev.slipway.engine.lock;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;

import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.Poll;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.TextChecksum;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Secrets;

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

	private static final LineLog logger = LineLog.of(AdvisoryLock.class);

	/** A virtual id may come again after a restart of the server. */
	private static final String IDENTITY = "(virtualtransaction operator(pg_catalog.||) ' ' operator(pg_catalog.||)"
			+ " extract(epoch from pg_catalog.pg_postmaster_start_time())::pg_catalog.text)";

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
		return new AdvisoryLock(ByteBuffer.wrap(TextChecksum.of("slipway " + table.qualified())).getLong());
	}

	/**
	 * Return the SQL expression that takes the lock for the transaction it stands in, and
	 * is false when somebody else holds it.
	 */
	public String acquisition() {
		return "pg_catalog.pg_try_advisory_xact_lock(" + this.key + ")";
	}

	/**
	 * Return the query for the transaction that holds the lock on the connection that
	 * asks: its virtual id, which no other transaction of the server has.
	 */
	public String owner() {
		return "select " + IDENTITY + " from pg_catalog.pg_locks where " + granted()
				+ " and pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()";
	}

	/**
	 * Return the SQL expression that is true while a transaction of another connection
	 * holds the lock.
	 * @param owner what {@link #owner()} has given
	 */
	public String heldBy(String owner) {
		return "exists (select from pg_catalog.pg_locks where " + granted() + " and " + IDENTITY
				+ " operator(pg_catalog.=) '" + owner + "')";
	}

	/**
	 * Return the SQL expression that is true while somebody waits for the end of the
	 * transaction that holds the lock.
	 * @param owner what {@link #owner()} has given
	 */
	public String awaited(String owner) {
		return "exists (select from pg_catalog.pg_locks where not granted and locktype operator(pg_catalog.=) 'virtualxid'"
				+ " and virtualxid operator(pg_catalog.=) '" + owner.substring(0, owner.indexOf(' ')) + "')";
	}

	/**
	 * Return the query for the process ids of those who hold the lock on the server: one,
	 * or none.
	 */
	public String holders() {
		return "select pid from (" + holds() + ") h where pid is not null";
	}

	/**
	 * Return the query for those who hold the lock: {@code pid}, which a prepared
	 * transaction does not have, and {@code virtualtransaction}.
	 */
	String holds() {
		return "select pid, virtualtransaction from pg_catalog.pg_locks where " + granted();
	}

	/**
	 * Describe who holds the lock at this moment.
	 * @param connection a connection in autocommit mode
	 * @param secrets what must not be shown of the statement that it runs
	 * @return the session or the prepared transaction, on one line; empty when nobody
	 * holds it, or nothing can be seen
	 */
	public String describeHolder(Connection connection, Secrets secrets) {
		return secrets.maskCut(Holder.describe(connection, holds()));
	}

	/**
	 * Wait until nobody holds the lock. The log says at once who holds it, and again
	 * every ten seconds.
	 * @param connection a connection in autocommit mode
	 * @param subject who waits, for the log
	 * @param secrets what must not be shown of the statement that the holder runs
	 * @param deadline when to give up, as {@link System#nanoTime()} counts
	 * @return false when the deadline passed
	 * @throws SQLException if the database refuses
	 * @throws InterruptedException if the thread was interrupted, which ends the wait
	 */
	public boolean awaitRelease(Connection connection, String subject, Secrets secrets, long deadline)
			throws SQLException, InterruptedException {
		return Poll.whileLasting(() -> held(connection), subject + " waits for another process that is migrating",
				() -> describeHolder(connection, secrets), deadline);
	}

	private boolean held(Connection connection) throws SQLException {
		String sql = "select exists (select from pg_catalog.pg_locks where " + granted() + ")";
		try {
			return ServerQuery.list(connection, sql, (row) -> row.getBoolean(1)).contains(true);
		}
		catch (SQLException ex) {
			if (SqlState.of(ex).equals(SqlState.QUERY_CANCELED) && !Thread.currentThread().isInterrupted()) {
				logger.debug("The server does not tell whether the lock is held: " + ex.getMessage());
				return true;
			}
			throw ex;
		}
	}

	/** The role's search path may have operators of another role in it. */
	private String granted() {
		return """
				locktype operator(pg_catalog.=) 'advisory' and granted and objsubid operator(pg_catalog.=) 1
				and database operator(pg_catalog.=) (select oid from pg_catalog.pg_database
					where datname operator(pg_catalog.=) pg_catalog.current_database())
				and classid::pg_catalog.int8 operator(pg_catalog.=) %s
				and objid::pg_catalog.int8 operator(pg_catalog.=) %s""".formatted(this.key >>> 32,
				this.key & 0xFFFFFFFFL);
	}

}
