package dev.slipway.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.slipway.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What must hold after every trial, whatever has happened.
 */
final class Checks {

	private static final String HELD_LOCKS = "select locktype, pid, mode from pg_locks where locktype = 'advisory' "
			+ "and database = (select oid from pg_database where datname = current_database())";

	private static final String BUSY = "select pid, state, query from pg_stat_activity where datname = "
			+ "current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' "
			+ "and (state <> 'idle') and query like '%slipway%'";

	/** What a session may have, beside its settings. */
	private static final String SESSION = """
			select 'role ' || current_user || ' of ' || session_user
			union all select 'listens to ' || channel from pg_listening_channels() channel
			union all select 'prepared ' || name from pg_prepared_statements where from_sql
			union all select 'cursor ' || name from pg_cursors where is_holdable
			union all select 'table ' || relname from pg_class where relnamespace = pg_my_temp_schema()
			union all select 'fleet.tenant ' || current_setting('fleet.tenant', true)
				where current_setting('fleet.tenant', true) <> ''
			union all select name || ' = ' || setting from pg_settings""";

	private final Consumer<String> violations;

	private final TestDatabase database;

	private final TracedScripts scripts;

	private Checks(TestDatabase database, TracedScripts scripts, Consumer<String> violations) {
		this.database = database;
		this.scripts = scripts;
		this.violations = violations;
	}

	/**
	 * Check a database on which all files of a folder must have been applied.
	 * @param violations is told whatever is not as it must be
	 */
	static void allApplied(TestDatabase database, TracedScripts scripts, Consumer<String> violations) {
		Checks checks = new Checks(database, scripts, violations);
		checks.effects();
		checks.catalog();
		checks.history();
		nothingHeld(database, violations);
	}

	/** Check that nobody holds Slipway's lock or still runs one of its statements. */
	static void nothingHeld(TestDatabase database, Consumer<String> violations) {
		for (String query : List.of(HELD_LOCKS, BUSY)) {
			try {
				// The backend of a process that was just killed may need a moment to see
				// it.
				Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> database.query(query).isEmpty());
			}
			catch (ConditionTimeoutException ex) {
				violations.accept("left behind on the server: " + database.query(query));
			}
		}
	}

	/**
	 * Check that each connection that a pooler keeps to the server is as a new one.
	 */
	static void poolIsClean(TestDatabase direct, TestDatabase pooled, Consumer<String> violations) throws SQLException {
		List<Connection> connections = new ArrayList<>();
		try (Connection fresh = direct.dataSource().getConnection()) {
			// A library adds its settings to those of a session when it is first used.
			fresh.createStatement().execute("do 'begin end'");
			List<String> expected = TestDatabase.query(fresh, SESSION);
			for (int i = 0; i < Faults.POOLED_CONNECTIONS; i++) {
				// A transaction keeps the connection that it has, so that the next gets
				// another.
				Connection connection = pooled.dataSource().getConnection();
				connections.add(connection);
				connection.setAutoCommit(false);
				List<String> found = TestDatabase.query(connection, SESSION);
				found.removeAll(expected);
				if (!found.isEmpty()) {
					violations.accept("a pooled connection has " + found);
				}
			}
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private void effects() {
		same("effects", this.scripts.traces().stream().map((trace) -> trace + "|1").toList(),
				this.database.query("select file, count(*) from effects group by file"));
	}

	private void catalog() {
		same("tables", this.scripts.tables(),
				this.database
					.query("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
							+ "and relname not like 'schema\\_migrations%'"));
		same("indexes", this.scripts.indexes(),
				this.database.query("select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid "
						+ "where c.relnamespace = 'public'::regnamespace and indisvalid and indisready and indislive "
						+ "and c.relname not like '%\\_pkey' and c.relname not like 'schema\\_migrations%'"));
		same("INVALID indexes", List.of(),
				this.database.query("select indexrelid::regclass from pg_index where not indisvalid"));
	}

	private void history() {
		same("history",
				this.scripts.labels().stream().map((label) -> label.replaceFirst("^0*", "") + "|applied").toList(),
				this.database.query("select version || '_' || name, state from " + "public.schema_migrations"));
	}

	private void same(String what, Iterable<String> expected, List<String> found) {
		List<String> missing = new ArrayList<>();
		expected.forEach(missing::add);
		List<String> surplus = new ArrayList<>();
		for (String one : found) {
			if (!missing.remove(one)) {
				surplus.add(one);
			}
		}
		if (!missing.isEmpty() || !surplus.isEmpty()) {
			this.violations.accept(what + ": missing " + new TreeSet<>(missing) + ", surplus " + surplus);
		}
	}

}
