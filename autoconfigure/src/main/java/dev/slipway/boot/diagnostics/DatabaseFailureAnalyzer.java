package dev.slipway.boot.diagnostics;

import java.util.EnumMap;
import java.util.Map;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a database that cannot be used for migrations.
 */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DatabaseException cause) {
		return new FailureAnalysis(cause.getMessage(), actions(cause.getService()).get(cause.getReason()), cause);
	}

	private static Map<Reason, String> actions(String service) {
		Map<Reason, String> actions = new EnumMap<>(Reason.class);
		actions.putAll(connectionActions(service));
		actions.put(Reason.MISSING_PRIVILEGE,
				"Run the GRANT statements above, where there are some, as the owner of the table or the"
						+ " database; else grant what PostgreSQL names above. On the history table and its schema ("
						+ property(service, "schema")
						+ ") each mode needs what docs/security.md lists; beyond that whatever the" + " scripts do.");
		actions.put(Reason.READ_ONLY,
				"Point the DataSource at the primary server (targetServerType=primary in the URL finds it "
						+ "among several hosts), or let a role that may write apply the migrations first.");
		actions.put(Reason.NOT_POSTGRESQL, "Set " + property(service, "data-source")
				+ " to a DataSource of PostgreSQL's own driver, or slipway.enabled=false where there is none.");
		actions.put(Reason.WRAPPED_CONNECTION, "Give migrations a connection of their own, beside the proxy: set "
				+ property(service, "url") + ", " + property(service, "username") + " and "
				+ property(service, "password")
				+ ". Or let isWrapperFor and unwrap of the proxy's connections pass PGConnection on to the driver's,"
				+ " as java.sql.Wrapper says.");
		actions.put(Reason.MISSING_ROLE,
				"Create the role, and let the login of the connection take it (GRANT the role TO the login), or correct "
						+ property(service, "role") + ". With " + property(service, "role")
						+ "=none migrations run as the login itself, as in a test on an empty database.");
		actions.put(Reason.FOREIGN_TABLE,
				"Set " + property(service, "table") + " or " + property(service, "schema")
						+ " to a name that no other tool uses. If it is that of a tool that has migrated this database,"
						+ " --slipway.command=adopt takes over what it has applied then.");
		actions.put(Reason.UNTRUSTED_TABLE,
				"Find out who has made what is named above, and why. Then drop it, or make the owner of the"
						+ " database its owner (ALTER TABLE … OWNER TO …). Only if that role may run any code as the role of the"
						+ " DataSource, name it in " + property(service, "trusted-roles")
						+ ". If it is another application's, set " + property(service, "schema")
						+ " to a schema of your own.");
		actions.put(Reason.ROW_LOST,
				"Look for triggers on the history table (\\d in psql shows them): one of them changes or drops"
						+ " what is written. Remove it, and start again.");
		actions.put(Reason.SHARED_SCHEMA,
				"Drop what is named above first, clean the services together, or give each service a schema of its own.");
		actions.put(Reason.NO_PROGRESS,
				"Look for triggers on the history table, and see that the DataSource leads to one and the"
						+ " same database each time. Then start again.");
		actions.put(Reason.MISSING_SCHEMA,
				"Create the schema, or set " + property(service, "create-schema") + "=true.");
		actions.put(Reason.UNKNOWN_SCHEMA,
				"Set " + property(service, "schema")
						+ " to the schema that the history table is in, or is to be made in: "
						+ property(service, "create-schema") + "=true creates one that does not exist.");
		actions.put(Reason.FOREIGN_HISTORY, "If nothing of what the files create is in this database, set "
				+ property(service, "ignore-foreign-history")
				+ "=true: all files run then, and Slipway's own history counts from there on. Otherwise take over what"
				+ " the tool that is named above has applied: --slipway.command=adopt shows how its history fits the"
				+ " files, and --slipway.command=adopt --slipway.confirm writes it. " + property(service, "adopt")
				+ "=auto does so at the next start.");
		actions.put(Reason.SEARCH_PATH, "Correct " + property(service, "search-path")
				+ ", or create the schema and grant USAGE and CREATE on it: by hand, or with CREATE SCHEMA as the"
				+ " first statement of the first migration. The schema of the history table is created where "
				+ property(service, "create-schema") + "=true.");
		actions.put(Reason.WAIT_TIMEOUT,
				"Look at what the session that is named above is doing, and end it if nobody needs it"
						+ " (pg_terminate_backend). Other processes that migrate have an application_name that begins with 'slipway'."
						+ " A longer wait is slipway.lock.wait-timeout.");
		actions.put(Reason.LOCK_TIMEOUT,
				"Let the sessions that are named above end, or end them if nobody needs them (pg_terminate_backend),"
						+ " and run the command again. It waits longer with " + property(service, "lock-timeout")
						+ ", and more often with " + property(service, "lock-retries") + ".");
		actions.put(Reason.INTERRUPTED, "Nothing has to be fixed: the next start goes on by itself.");
		actions.put(Reason.SECOND_CONNECTION,
				"Let the pool lend two connections (spring.datasource.hikari.maximum-pool-size=2 or more"
						+ " with HikariCP), at least while the application starts, or set "
						+ property(service, "data-source") + " to a DataSource of its own for migrations.");
		actions
			.put(Reason.POOLED_SETTINGS, "Let migrations connect to the server directly, not through the pooler: set "
					+ property(service, "url") + " to a JDBC URL with the server's own host and port, or "
					+ property(service, "data-source")
					+ " to a DataSource that has one. Or make the statement independent of the session: write its names"
					+ " with their schema, move the settings to where they are not needed, and let migrations log in as"
					+ " the role (" + property(service, "username") + ") instead of taking it ("
					+ property(service, "role") + ").");
		actions.put(Reason.CURSOR_LOST,
				"Take CLOSE ALL, or the use of a cursor named slipway_session, out of the script: Slipway keeps in it "
						+ "what it needs to give the connection back as it came. Close the script's own cursors by name.");
		actions.put(Reason.OTHER,
				"Fix what PostgreSQL names above, then start again: the next start goes on by itself.");
		return actions;
	}

	/** Each kind of missing connection has a remedy of its own. */
	private static Map<Reason, String> connectionActions(String service) {
		Map<Reason, String> actions = new EnumMap<>(Reason.class);
		actions.put(Reason.UNREACHABLE,
				"Check that:\n- the server runs, and accepts connections at the host and the port of "
						+ properties(service, "url")
						+ "\n- nobody ends its sessions (pg_terminate_backend, a restart, a failover)\n"
						+ "- a pooler between has two connections or more (default_pool_size), and takes the parameters of the URL"
						+ " (ignore_startup_parameters)\n\nThen start again: the next start goes on by itself. To wait for a server"
						+ " that starts together with the application, set " + property(service, "connect-retries")
						+ "=10.");
		actions.put(Reason.LOGIN_REFUSED, "Correct the user and the password in " + properties(service, "username")
				+ " and " + properties(service, "password")
				+ ". If they are right, see that the role may log in (ALTER ROLE … LOGIN) and that pg_hba.conf lets it in"
				+ " to this database from this host.");
		actions.put(Reason.MISSING_DATABASE,
				"Create the database (CREATE DATABASE …, as a role that may): Slipway creates tables, not the database"
						+ " that it connects to. Or correct its name in " + properties(service, "url") + ".");
		actions.put(Reason.TOO_MANY_CONNECTIONS,
				"If the server says so, end sessions that nobody needs, or raise its max_connections, or let the pools of"
						+ " the application open fewer (spring.datasource.hikari.maximum-pool-size with HikariCP). If the pool"
						+ " says so, let it lend more, or find what keeps its connections. Or set "
						+ property(service, "url") + ": migrations then open connections of their own.");
		actions.put(Reason.DATA_SOURCE_FAILED,
				"Migrations ask on a thread of their own, before there is a request: a DataSource that chooses a database"
						+ " by tenant or by transaction finds nothing to choose by. Set "
						+ property(service, "data-source") + " to the DataSource bean of one database, or "
						+ property(service, "url") + ", " + property(service, "username") + " and "
						+ property(service, "password")
						+ " to connect without it; several databases are several services. Or give the DataSource a default"
						+ " target.");
		return actions;
	}

	/** The property of Slipway's, or else that of Spring Boot's DataSource. */
	private static String properties(String service, String name) {
		return property(service, name) + " (or spring.datasource." + name + ", where that is not set)";
	}

	private static String property(String service, String name) {
		return ServiceConfigurationException.property(service, name);
	}

}
