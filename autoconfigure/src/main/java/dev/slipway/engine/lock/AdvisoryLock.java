package dev.slipway.engine.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.Poll;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.SqlExcerpt;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.TextChecksum;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

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

	/** Who holds the lock, as far as that is known without a look. */
	private static final String UNSEEN = "another process that is migrating";

	private static final LineLog logger = LineLog.of(AdvisoryLock.class);

	private static final int LONGEST_STATEMENT = 120;

	/**
	 * What the view {@code pg_locks} shows. Whoever reads the view keeps a lock on it to
	 * the end of the transaction, for which {@code REINDEX} and {@code VACUUM FULL} wait.
	 */
	private static final String LOCKS = " from pg_catalog.pg_lock_status() where ";

	/** A virtual id may come again after a restart of the server. */
	private static final String IDENTITY = "(virtualtransaction operator(pg_catalog.||) ' ' operator(pg_catalog.||)"
			+ " extract(epoch from pg_catalog.pg_postmaster_start_time())::pg_catalog.text)";

	/**
	 * Where the lock is held beside the work, the tag of the run leads from the session
	 * that holds it to the one that works, of the same user: others may write such a tag
	 * too. A session without a transaction has given the lock back since, unless its
	 * state cannot be seen, or it holds the lock for its session: then the number of the
	 * transaction is 0.
	 */
	private static final String HOLDER = "select l.pid, h.usename, h.application_name, "
			+ "pg_catalog.host(h.client_addr) as address, h.state, " + ServerQuery.secondsSince("h.xact_start")
			+ " as transaction_age, " + ServerQuery.secondsSince("h.backend_start") + " as connection_age, "
			+ ServerQuery.secondsSince("h.state_change")
			+ " as state_age, w.pid as work_pid, w.query, w.wait_event_type, " + "w.wait_event, "
			+ ServerQuery.secondsSince("w.query_start") + " as work_age, %3$s as session_level, " + "p.gid, p.owner, "
			+ ServerQuery.secondsSince("p.prepared") + " as prepared_age" + """
					 from (%1$s) l
					left join pg_catalog.pg_stat_activity h on h.pid operator(pg_catalog.=) l.pid
					left join pg_catalog.pg_stat_activity w
						on w.state operator(pg_catalog.=) 'active' and (w.pid operator(pg_catalog.=) h.pid
							or w.leader_pid is null and w.datid operator(pg_catalog.=) h.datid
							and w.usesysid operator(pg_catalog.=) h.usesysid
							and pg_catalog.starts_with(w.query, %2$s))
					left join pg_catalog.pg_locks t on l.pid is null and t.pid is null
						and t.locktype operator(pg_catalog.=) 'transactionid'
						and t.virtualtransaction operator(pg_catalog.=) l.virtualtransaction
					left join pg_catalog.pg_prepared_xacts p on p.transaction operator(pg_catalog.=) t.transactionid
					where l.pid is null or h.pid is not null and (h.xact_start is not null or h.state is null
						or h.state operator(pg_catalog.=) 'disabled' or %3$s)
					limit 1""";

	private static final String SESSION_LEVEL = "pg_catalog.split_part(l.virtualtransaction, '/', 2)"
			+ " operator(pg_catalog.=) '0' and h.xact_start is null";

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
		byte[] name = ("slipway " + table.qualified()).getBytes(StandardCharsets.UTF_8);
		return new AdvisoryLock(ByteBuffer.wrap(TextChecksum.sha256(name)).getLong());
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
	 * asks: its virtual id, which no other transaction of the server has. The query
	 * leaves no lock on a relation behind.
	 */
	public String owner() {
		return "select " + IDENTITY + LOCKS + granted() + " and pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()";
	}

	/**
	 * Return the SQL expression that is true while a transaction of another connection
	 * holds the lock.
	 * @param owner what {@link #owner()} has given
	 */
	public String heldBy(String owner) {
		return "exists (select" + LOCKS + granted() + " and " + IDENTITY + " operator(pg_catalog.=) '" + owner + "')";
	}

	/**
	 * Return the SQL expression that is true while somebody waits for the end of the
	 * transaction that holds the lock.
	 * @param owner what {@link #owner()} has given
	 */
	public String awaited(String owner) {
		return "exists (select" + LOCKS + "not granted and locktype operator(pg_catalog.=) 'virtualxid'"
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
		return "select pid, virtualtransaction" + LOCKS + grantedHere();
	}

	/**
	 * Describe who holds the lock at this moment.
	 * @param connection a connection in autocommit mode
	 * @param secrets what must not be shown of the statement that it runs
	 * @return the session or the prepared transaction, on one line; empty when nobody
	 * holds it, or nothing can be seen
	 */
	public String describeHolder(Connection connection, Secrets secrets) {
		return secrets.maskCut(describe(connection, holds()));
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
		return awaitRelease(connection, subject, secrets, deadline, (holder) -> {
		});
	}

	/**
	 * Wait until nobody holds the lock.
	 * @param connection a connection in autocommit mode
	 * @param subject who waits, for the log
	 * @param secrets what must not be shown of the statement that the holder runs
	 * @param deadline when to give up, as {@link System#nanoTime()} counts
	 * @param heard takes who holds it, each time that the log says so: a session, or what
	 * is known of it when it cannot be seen
	 * @return false when the deadline passed
	 * @throws SQLException if the database refuses
	 * @throws InterruptedException if the thread was interrupted, which ends the wait
	 */
	public boolean awaitRelease(Connection connection, String subject, Secrets secrets, long deadline,
			Consumer<String> heard) throws SQLException, InterruptedException {
		return Poll.whileLasting(() -> held(connection), subject + " waits for " + UNSEEN,
				() -> describeHolder(connection, secrets), deadline,
				(holder) -> heard.accept(holder.isEmpty() ? UNSEEN : holder));
	}

	private boolean held(Connection connection) throws SQLException {
		String sql = "select exists (select" + LOCKS + grantedHere() + ")";
		try {
			return ServerQuery.list(connection, sql, (row) -> row.getBoolean(1)).contains(true);
		}
		catch (SQLException ex) {
			if (SqlState.isBlocked(ex) && !Thread.currentThread().isInterrupted()) {
				logger.debug("The server does not tell whether the lock is held: " + ex.getMessage());
				return true;
			}
			throw ex;
		}
	}

	/**
	 * Describe the session that holds a lock, for those who wait for it. A role that may
	 * not look into other roles' sessions is shown less of it. Whatever goes wrong, the
	 * waiter goes on waiting.
	 * @param connection a connection in autocommit mode
	 * @param holds the query for its process id and its virtual transaction
	 * @return the description; empty when nobody holds the lock, or nothing can be seen
	 */
	static String describe(Connection connection, String holds) {
		try {
			String sql = HOLDER.formatted(holds, RunTag.ofHolderAsSql("h.query"), SESSION_LEVEL);
			return Printable.line(String.join("", ServerQuery.list(connection, sql, AdvisoryLock::describe)));
		}
		catch (SQLException ex) {
			logger.debug("Who holds the lock cannot be seen: " + ex.getMessage());
			return "";
		}
	}

	private static String describe(ResultSet row) throws SQLException {
		return (row.getString("pid") != null) ? who(row) + since(row) + what(row) : prepared(row);
	}

	/** It outlives its session, and restarts of the server. */
	private static String prepared(ResultSet row) throws SQLException {
		String name = row.getString("gid");
		return (name == null) ? "a prepared transaction holds the lock, see pg_prepared_xacts"
				: "a prepared transaction of the user " + Redaction.names(String.valueOf(row.getString("owner")))
						+ " holds the lock, prepared for " + seconds(row, "prepared_age")
						+ "; ROLLBACK PREPARED ends it: '" + Redaction.untilCredentials(name) + "'";
	}

	private static String who(ResultSet row) throws SQLException {
		// What the session chose itself comes last.
		List<String> details = new ArrayList<>();
		String user = row.getString("usename");
		add(details, "user ", (user != null) ? Redaction.names(user) : null);
		add(details, "from ", row.getString("address"));
		String application = row.getString("application_name");
		if (application != null && !application.isBlank()) {
			details.add("application '" + Redaction.untilCredentials(application) + "'");
		}
		return "pid " + row.getInt("pid") + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")")
				+ (row.getBoolean("session_level") ? " holds the lock for its whole session, which Slipway never does"
						: " holds the lock");
	}

	private static String since(ResultSet row) throws SQLException {
		List<String> details = new ArrayList<>();
		add(details, "transaction open for ", seconds(row, "transaction_age"));
		add(details, "connected for ", seconds(row, "connection_age"));
		return details.isEmpty() ? "" : ", " + String.join(", ", details);
	}

	private static String what(ResultSet row) throws SQLException {
		int worker = row.getInt("work_pid");
		String state = row.getString("state");
		if (row.getString("work_pid") == null) {
			String age = seconds(row, "state_age");
			return (state == null || age == null) ? "" : ", " + state + " for " + age;
		}
		String wait = row.getString("wait_event_type");
		return ((worker != row.getInt("pid")) ? "; pid " + worker : ", and") + " runs for " + seconds(row, "work_age")
				+ ((wait != null) ? ", waiting for " + wait + "/" + row.getString("wait_event") : "") + ": "
				+ SqlExcerpt.withoutValues(row.getString("query"), LONGEST_STATEMENT);
	}

	private static void add(List<String> details, String name, @Nullable String value) {
		if (value != null) {
			details.add(name + value);
		}
	}

	private static @Nullable String seconds(ResultSet row, String column) throws SQLException {
		Duration age = ServerQuery.age(row, column);
		return (age != null) ? age.toSeconds() + " s" : null;
	}

	/** Granted to a session of the database: others may have a table of that name too. */
	private String grantedHere() {
		return granted() + """

				and database operator(pg_catalog.=) (select oid from pg_catalog.pg_database
					where datname operator(pg_catalog.=) pg_catalog.current_database())""";
	}

	/** The role's search path may have operators of another role in it. */
	private String granted() {
		return """
				locktype operator(pg_catalog.=) 'advisory' and granted and objsubid operator(pg_catalog.=) 1
				and classid::pg_catalog.int8 operator(pg_catalog.=) %s
				and objid::pg_catalog.int8 operator(pg_catalog.=) %s""".formatted(this.key >>> 32,
				this.key & 0xFFFFFFFFL);
	}

}
