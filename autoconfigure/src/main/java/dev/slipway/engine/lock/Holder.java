package dev.slipway.engine.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.SqlExcerpt;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * The session that holds a lock, for those who wait for it. A role that may not look into
 * other roles' sessions is shown less of it.
 */
final class Holder {

	private static final LineLog logger = LineLog.of(Holder.class);

	private static final int LONGEST_STATEMENT = 120;

	/**
	 * Where the lock is held beside the work, the tag of the run leads from the session
	 * that holds it to the one that works, of the same user: others may write such a tag
	 * too. A session without a transaction has given the lock back since, unless its
	 * state cannot be seen, or it holds the lock for its session: then the number of the
	 * transaction is 0.
	 */
	private static final String QUERY = "select l.pid, h.usename, h.application_name, "
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

	private Holder() {
	}

	/**
	 * Describe the session that holds a lock. Whatever goes wrong, the waiter goes on
	 * waiting.
	 * @param connection a connection in autocommit mode
	 * @param holds the query for its process id and its virtual transaction
	 * @return the description; empty when nobody holds the lock, or nothing can be seen
	 */
	static String describe(Connection connection, String holds) {
		try {
			String sql = QUERY.formatted(holds, RunTag.ofHolderAsSql("h.query"), SESSION_LEVEL);
			return Printable.line(String.join("", ServerQuery.list(connection, sql, Holder::describe)));
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

}
