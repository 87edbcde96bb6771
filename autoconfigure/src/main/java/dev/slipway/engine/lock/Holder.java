package dev.slipway.engine.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.error.LineLog;
import dev.slipway.engine.error.Printable;
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
	 * that holds it to the one that works. A session without a transaction has given the
	 * lock back since, unless its state cannot be seen.
	 */
	private static final String QUERY = "select h.pid, h.usename, h.application_name, "
			+ "pg_catalog.host(h.client_addr) as address, h.state, " + Query.secondsSince("h.xact_start")
			+ " as transaction_age, " + Query.secondsSince("h.backend_start") + " as connection_age, "
			+ Query.secondsSince("h.state_change") + " as state_age, w.pid as work_pid, w.query, w.wait_event_type, "
			+ "w.wait_event, " + Query.secondsSince("w.query_start") + " as work_age" + """
					 from pg_catalog.pg_stat_activity h left join pg_catalog.pg_stat_activity w
						on w.state operator(pg_catalog.=) 'active' and (w.pid operator(pg_catalog.=) h.pid
							or w.leader_pid is null and w.datid operator(pg_catalog.=) h.datid
							and pg_catalog.starts_with(w.query, %2$s))
					where h.pid operator(pg_catalog.=) any (array(%1$s))
						and (h.xact_start is not null or h.state is null or h.state operator(pg_catalog.=) 'disabled')
					limit 1""";

	private Holder() {
	}

	/**
	 * Describe the session that holds a lock. Whatever goes wrong, whoever waits goes on
	 * waiting.
	 * @param connection a connection in autocommit mode
	 * @param pids the query for its process id
	 * @return the description; empty when nobody holds the lock, or nothing can be seen
	 */
	static String describe(Connection connection, String pids) {
		try {
			String sql = QUERY.formatted(pids, RunTag.ofHolderAsSql("h.query"));
			return Printable
				.line(String.join("", Query.list(connection, sql, (row) -> who(row) + since(row) + what(row))));
		}
		catch (SQLException ex) {
			logger.debug("Who holds the lock cannot be seen: " + ex.getMessage());
			return "";
		}
	}

	private static String who(ResultSet row) throws SQLException {
		List<String> details = new ArrayList<>();
		String application = row.getString("application_name");
		if (application != null && !application.isBlank()) {
			details.add("application '" + application + "'");
		}
		add(details, "user ", row.getString("usename"));
		add(details, "from ", row.getString("address"));
		return "pid " + row.getInt("pid") + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")")
				+ " holds the lock";
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
		if (row.getObject("work_pid") == null) {
			String age = seconds(row, "state_age");
			return (state == null || age == null) ? "" : ", " + state + " for " + age;
		}
		String wait = row.getString("wait_event_type");
		return ((worker != row.getInt("pid")) ? "; pid " + worker : ", and") + " runs for " + seconds(row, "work_age")
				+ ((wait != null) ? ", waiting for " + wait + "/" + row.getString("wait_event") : "") + ": "
				+ Excerpt.withoutValues(row.getString("query"), LONGEST_STATEMENT);
	}

	private static void add(List<String> details, String name, @Nullable String value) {
		if (value != null) {
			details.add(name + value);
		}
	}

	private static @Nullable String seconds(ResultSet row, String column) throws SQLException {
		Duration age = Query.age(row, column);
		return (age != null) ? age.toSeconds() + " s" : null;
	}

}
