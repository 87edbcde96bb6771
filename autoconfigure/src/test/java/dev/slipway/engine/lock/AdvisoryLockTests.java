package dev.slipway.engine.lock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.text.Secrets;
import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those who wait for a lock are told of its holder.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdvisoryLockTests {

	private static final String SLOW = "slipway svc 001_slow";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final AdvisoryLock lock = AdvisoryLock.of(new HistoryTable("public", "schema_migrations_svc"));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	private Connection blocker;

	AdvisoryLockTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	/** Is in the way of whatever locks the table t, or waits for old snapshots. */
	@BeforeEach
	void block() throws SQLException {
		this.database.execute("create table t(i int)");
		this.blocker = this.database.dataSource().getConnection();
		this.blocker.setAutoCommit(false);
		execute(this.blocker, "set transaction isolation level repeatable read");
		execute(this.blocker, "select * from t");
	}

	@AfterEach
	void release() throws Exception {
		this.blocker.close();
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void theHolderOfATransactionIsNamedWithWhatItRuns() {
		migrateSlowly();
		assertThat(describe(this.database)).matches("pid \\d+ \\(user postgres, from 127\\.0\\.0\\.1, "
				+ "application '" + SLOW + "'\\) holds the lock, transaction open for \\d+ s, connected for \\d+ s, "
				+ "and runs for \\d+ s, waiting for Lock/relation: alter table t add c text default '…'");
	}

	@Test
	void besideTheHolderOfTheLockTheSessionThatWorksIsNamed() {
		this.scripts.write("001_slow.sql", "create index concurrently t_i on t(i)");
		this.threads.submit(() -> this.scripts.migrator(this.database, "svc").migrate());
		awaitStatement("% create index concurrently%");
		assertThat(describe(this.database)).matches("pid \\d+ \\(user postgres, from 127\\.0\\.0\\.1, "
				+ "application '" + SLOW
				+ " \\(lock\\)'\\) holds the lock, transaction open for \\d+ s, connected for \\d+ s; "
				+ "pid \\d+ runs for \\d+ s, waiting for Lock/virtualxid: create index concurrently t_i on t\\(i\\)");
	}

	@Test
	void aHolderThatDoesNothingIsSaidToBeIdle() throws SQLException {
		try (Connection holder = this.database.dataSource("?ApplicationName=idler").getConnection()) {
			holder.setAutoCommit(false);
			execute(holder, "select " + this.lock.acquisition());
			assertThat(describe(this.database))
				.matches("pid \\d+ \\(.*, application 'idler'\\) holds the lock, transaction open for \\d+ s, "
						+ "connected for \\d+ s, idle in transaction for \\d+ s");
			holder.rollback();
		}
	}

	@Test
	void sessionThatHoldsTheLockWithoutATransactionIsNamed() throws SQLException {
		try (Connection holder = this.database.dataSource("?ApplicationName=idler").getConnection()) {
			execute(holder,
					"select pg_advisory_lock(" + this.lock.acquisition().replaceAll(".*\\((-?\\d+)\\)", "$1") + ")");
			String role = this.database.name() + "_stranger";
			this.database.execute("create role " + role + " login");
			assertThat(describe(this.database)).matches(
					"pid \\d+ \\(user postgres, from 127\\.0\\.0\\.1, application 'idler'\\) holds the lock for its "
							+ "whole session, which Slipway never does, connected for \\d+ s, idle for \\d+ s");
			assertThat(describe(this.database.as(role, "")))
				.matches("pid \\d+ \\(user postgres, application 'idler'\\) holds the lock for its whole session, .*");
		}
	}

	@Test
	void preparedTransactionThatHoldsTheLockIsNamed() throws SQLException {
		String name = "forgotten " + this.database.name();
		try (Connection connection = this.database.dataSource().getConnection()) {
			execute(connection, "begin; select " + this.lock.acquisition() + "; prepare transaction '" + name + "'");
			assertThat(describe(this.database))
				.matches("a prepared transaction of the user postgres holds the lock, prepared for \\d+ s; "
						+ "ROLLBACK PREPARED ends it: '" + name + "'");
			execute(connection, "rollback prepared '" + name + "'");
		}
	}

	@Test
	void nameOfAnApplicationHidesNothingBehindIt() throws SQLException {
		try (Connection holder = this.database.dataSource().getConnection()) {
			holder.setAutoCommit(false);
			execute(holder, "set application_name = 'x'', password=x //'");
			execute(holder, "select " + this.lock.acquisition());
			assertThat(describe(this.database))
				.contains("(user postgres, from 127.0.0.1, application 'x\\', …') holds the lock");
			holder.rollback();
		}
	}

	@Test
	void aRoleThatMaySeeLessIsToldLess() {
		migrateSlowly();
		String role = this.database.name() + "_stranger";
		this.database.execute("create role " + role + " login");
		assertThat(describe(this.database.as(role, "")))
			.matches("pid \\d+ \\(user postgres, application '" + SLOW + "'\\) holds the lock");
	}

	@Test
	void whenNobodyHoldsTheLockNothingIsSaid() {
		assertThat(describe(this.database)).isEmpty();
	}

	@Test
	void whoHasJustGivenTheLockBackIsNotCalledItsHolder() throws Exception {
		try (Connection connection = this.database.dataSource().getConnection();
				Connection former = this.database.dataSource().getConnection()) {
			int pid = former.unwrap(PGConnection.class).getBackendPID();
			assertThat(AdvisoryLock.describe(connection, "select " + pid + " as pid, '3/1' as virtualtransaction"))
				.isEmpty();
			former.setAutoCommit(false);
			execute(former, "select 1");
			assertThat(AdvisoryLock.describe(connection, "select " + pid + " as pid, '3/1' as virtualtransaction"))
				.startsWith("pid " + pid + " (");
		}
	}

	@Test
	void aDescriptionThatFailsEndsNoWait() throws Exception {
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThat(AdvisoryLock.describe(connection, "select nothing")).isEmpty();
			assertThat(this.lock.awaitRelease(connection, "Slipway", Secrets.NONE, System.nanoTime())).isTrue();
		}
	}

	@Test
	void aWaitGoesOnWhileACatalogIsLocked() throws Exception {
		try (Connection waiter = this.database.dataSource("?options=-c%20lock_timeout=50").getConnection();
				Connection other = this.database.dataSource().getConnection()) {
			int pid = waiter.unwrap(PGConnection.class).getBackendPID();
			other.setAutoCommit(false);
			execute(other, "lock table pg_catalog.pg_database");
			Future<Boolean> wait = this.threads
				.submit(() -> this.lock.awaitRelease(waiter, "Slipway", Secrets.NONE, Long.MAX_VALUE / 2));
			for (String waits : List.of("t", "f", "t")) {
				Waits.until(() -> wait.isDone() || TestDatabase
					.query(other, "select count(*) > 0 from pg_locks where not granted and pid = " + pid)
					.equals(List.of(waits)));
			}
			other.rollback();
			assertThat(wait.get()).isTrue();
		}
	}

	@Test
	void theLogOfAWaiterNamesTheHolderAtOnce(CapturedOutput output) {
		migrateSlowly();
		this.threads.submit(() -> this.scripts.migrator(this.database, "svc").migrate());
		Waits.untilPrinted(output, "Service 'svc' waits for another process that is migrating: pid ");
		assertThat(output)
			.containsPattern("migrating: pid \\d+ \\(user postgres, from 127\\.0\\.0\\.1, application '" + SLOW + "'");
	}

	private void migrateSlowly() {
		this.scripts.write("001_slow.sql", "alter table t add c text default '" + Canary.value() + "'");
		this.threads.submit(() -> this.scripts.migrator(this.database, "svc").migrate());
		awaitStatement("alter table%");
	}

	private void awaitStatement(String pattern) {
		Waits.until(
				() -> this.database.query("select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
						+ "and datname = current_database() and query like '" + pattern + "'"),
				(rows) -> rows.contains("1"));
	}

	private String describe(TestDatabase asker) {
		try (Connection connection = asker.dataSource().getConnection()) {
			return this.lock.describeHolder(connection, Secrets.NONE);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
