package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * A session that others wait for, as far as {@code pg_stat_activity} lets the role that
 * asks see it: of a session of another role it may hide all but pid, user and
 * application.
 *
 * @param pid the session's process id on the server; 0 for a prepared transaction, which
 * has none
 * @param user the role that it logged in as; {@code null} for the server's own processes
 * @param application the name that the application gave itself
 * @param backendType what kind of process it is, when it is not one that serves a client
 * @param state for example {@code idle in transaction}
 * @param transactionAge how long its transaction is open
 * @param stateAge how long it is in its state
 * @param query the statement that it runs, or ran last, as its client sent it
 */
public record ServerSession(int pid, @Nullable String user, @Nullable String application, @Nullable String backendType,
		@Nullable String state, @Nullable Duration transactionAge, @Nullable Duration stateAge,
		@Nullable String query) {

	private static final LineLog logger = LineLog.of(ServerSession.class);

	private static final int LONGEST_QUERY = 200;

	/** What {@link #read} reads of a row {@code a} of {@code pg_stat_activity}. */
	public static final String COLUMNS = "a.pid is not null as seen, a.usesysid is null as serves_nobody, a.usename, "
			+ "a.application_name, a.backend_type, a.state, " + ServerQuery.secondsSince("a.xact_start")
			+ " as transaction_age, " + ServerQuery.secondsSince("a.state_change") + " as state_age, a.query";

	/**
	 * The condition that a row {@code a} of {@code pg_stat_activity} may be in the way of
	 * somebody; true where nothing is known of the session.
	 */
	public static final String MAY_BLOCK = RunTag.isHarmlessAsSql("a") + " is not true";

	private static final String NAMED = "select p.pid, " + COLUMNS + """
			 from pg_catalog.unnest('{%s}'::pg_catalog.int4[]) p(pid)
			left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) p.pid
			where p.pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid() and\s""" + MAY_BLOCK
			+ " order by a.xact_start nulls last, p.pid";

	/**
	 * A session that holds, or waits for, an exclusive lock is in the way of all that
	 * come later. Without a process there is a prepared transaction.
	 */
	private static final String OF_RELATIONS = "select coalesce(l.pid, 0) as pid, " + COLUMNS + """
			 from (select pid, pg_catalog.bool_or(mode operator(pg_catalog.=) 'AccessExclusiveLock') as exclusive
				from pg_catalog.pg_locks where locktype operator(pg_catalog.=) 'relation'
				and (database operator(pg_catalog.=) 0::pg_catalog.oid
					or database operator(pg_catalog.=) (select oid from pg_catalog.pg_database
						where datname operator(pg_catalog.=) pg_catalog.current_database()))
				and (%s) group by pid) l
			left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) l.pid
			where (l.pid is null or l.pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid()) and\s""" + MAY_BLOCK
			+ " order by l.exclusive desc, a.xact_start nulls first limit 10";

	/** What initdb has made has an object identifier below 16384. */
	private static final String OTHER_THAN_CATALOGS = "granted and relation operator(pg_catalog.>=) 16384::pg_catalog.oid";

	/** A session that locks a catalog is in the way of every statement. */
	private static final String TABLE_INDEXES_AND_CATALOGS = """
			(relation operator(pg_catalog.<) 16384::pg_catalog.oid and mode operator(pg_catalog.=) 'AccessExclusiveLock')
			or relation operator(pg_catalog.=) any (array(select u.id from pg_catalog.pg_class c
				join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
				cross join lateral pg_catalog.unnest(array[c.oid]
					operator(pg_catalog.||) array(select indexrelid from pg_catalog.pg_index
						where indrelid operator(pg_catalog.=) c.oid)) u(id)
				where n.nspname operator(pg_catalog.=) %s and c.relname operator(pg_catalog.=) %s))""";

	/**
	 * Return the SQL expression that names a session where no more of it is needed.
	 * @param pid the expression of its process id
	 * @param activity the alias of its row of {@code pg_stat_activity}
	 */
	public static String asText(String pid, String activity) {
		return """
				pg_catalog.concat('pid ', %1$s, ' (user ', %2$s.usename, case when %2$s.client_addr is not null
				then pg_catalog.concat(', from ', pg_catalog.host(%2$s.client_addr)) end, ')')""".formatted(pid,
				activity);
	}

	/**
	 * Describe sessions, such as those that the detail of a deadlock names.
	 * @param connection a connection in autocommit mode, whose own session is left out
	 * @param pids their process ids on the server
	 * @return one for each, the oldest transaction first; of one that is gone only the
	 * pid is known; empty when the database refuses to tell
	 */
	public static List<ServerSession> named(Connection connection, Collection<Integer> pids) {
		String list = pids.stream().map(String::valueOf).collect(Collectors.joining(","));
		try {
			return ServerQuery.list(connection, NAMED.formatted(list), ServerSession::read);
		}
		catch (SQLException ex) {
			return unknown(ex);
		}
	}

	/**
	 * Return the sessions that hold locks on relations of this database other than its
	 * catalogs: one of them must have been in the way where nobody watched.
	 * @param connection a connection in autocommit mode, whose own session is left out
	 * @return at most ten, those with an exclusive lock first; empty when the database
	 * refuses to tell
	 */
	public static List<ServerSession> suspects(Connection connection) {
		try {
			return ServerQuery.list(connection, OF_RELATIONS.formatted(OTHER_THAN_CATALOGS), ServerSession::read);
		}
		catch (SQLException ex) {
			return unknown(ex);
		}
	}

	/**
	 * Return the sessions that hold locks on a table or its indexes, or an exclusive one
	 * on a catalog, or wait for one.
	 * @param connection a connection in autocommit mode, whose own session is left out
	 * @param schema the schema of the table, as PostgreSQL stores its name
	 * @param table the table, as PostgreSQL stores its name
	 * @return at most ten, those with an exclusive lock first; empty when the database
	 * refuses to tell
	 */
	public static List<ServerSession> ofTable(Connection connection, String schema, String table) {
		try {
			return ServerQuery.list(connection,
					OF_RELATIONS
						.formatted(TABLE_INDEXES_AND_CATALOGS.formatted(Quote.literal(schema), Quote.literal(table))),
					ServerSession::read);
		}
		catch (SQLException ex) {
			return unknown(ex);
		}
	}

	/**
	 * Read a session.
	 * @param row a row with {@code pid} and {@link #COLUMNS}
	 */
	public static ServerSession read(ResultSet row) throws SQLException {
		int pid = row.getInt("pid");
		if (!row.getBoolean("seen")) {
			return new ServerSession(pid, null, null, null, null, null, null, null);
		}
		String type = row.getString("backend_type");
		// Only a superuser may see of which kind the server's own processes are.
		String kind = (type == null && row.getBoolean("serves_nobody")) ? "a process of the server itself" : type;
		return new ServerSession(pid, row.getString("usename"), row.getString("application_name"),
				"client backend".equals(kind) ? null : kind, visible(row.getString("state"), "disabled"),
				ServerQuery.age(row, "transaction_age"), ServerQuery.age(row, "state_age"),
				visible(row.getString("query"), "<insufficient privilege>"));
	}

	private static @Nullable String visible(@Nullable String text, String hidden) {
		return hidden.equals(text) ? null : text;
	}

	private static List<ServerSession> unknown(SQLException cause) {
		logger.debug("Sessions that others wait for cannot be seen: " + cause.getMessage());
		return List.of();
	}

	/**
	 * Return the session for people, on one line, without the values in its query.
	 */
	@Override
	public String toString() {
		if (this.pid == 0) {
			return "a prepared transaction, see pg_prepared_xacts";
		}
		List<String> parts = new ArrayList<>();
		parts.add("pid " + this.pid);
		if (this.backendType != null) {
			parts.add(this.backendType);
		}
		if (this.user != null) {
			parts.add("user " + Redaction.names(this.user));
		}
		if (this.application != null && !this.application.isBlank()) {
			parts.add("application '" + Redaction.untilCredentials(this.application) + "'");
		}
		if (this.state != null) {
			parts.add(this.state + lasting(this.stateAge));
		}
		if (this.transactionAge != null
				&& (this.stateAge == null || this.transactionAge.toSeconds() != this.stateAge.toSeconds())) {
			parts.add("transaction open" + lasting(this.transactionAge));
		}
		String text = Printable.line(String.join(", ", parts));
		if (this.query == null || this.query.isBlank()) {
			return text;
		}
		return text + ": " + SqlExcerpt.withoutValues(this.query, LONGEST_QUERY);
	}

	private static String lasting(@Nullable Duration age) {
		return (age != null) ? " for " + age.toSeconds() + " s" : "";
	}

}
