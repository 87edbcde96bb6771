package dev.slipway.engine;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connections that break in the middle of a run, and runs that are interrupted there.
 */
@ExtendWith(OutputCaptureExtension.class)
class LostConnectionTests {

	private static final String WORKING = "datname = current_database() and wait_event_type = 'Lock' "
			+ "and query like '%pg_advisory_xact_lock(77)%' and pid <> pg_backend_pid()";

	private static final String STEPWISE = """
			-- slipway: no-transaction
			insert into log values (2);
			insert into log select 3 from pg_advisory_xact_lock(77);
			""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private Connection blocker;

	LostConnectionTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void block() throws Exception {
		this.database.execute("create table log(i int)");
		this.blocker = this.database.dataSource().getConnection();
		this.blocker.setAutoCommit(false);
		TestDatabase.query(this.blocker, "select pg_advisory_xact_lock(77)");
		this.scripts.write("001_one.sql", "insert into log values (1)");
	}

	@AfterEach
	void release() throws Exception {
		this.blocker.close();
	}

	@Test
	void theRunGoesOnWithAnotherConnection(CapturedOutput output) throws Exception {
		this.scripts.write("002_two.sql", "insert into log values (2); select pg_advisory_xact_lock(77);");
		CompletableFuture<MigrationReport> run = run();
		terminate(awaitWorking());
		awaitWorking();
		this.blocker.rollback();
		assertThat(run.join().applied()).hasSize(2);
		assertApplied();
		assertThat(output).contains("lost the connection to the database while '002_two' was running or near it")
			.contains("It connects again");
	}

	@Test
	void aFileThatRunsStatementByStatementGoesOnWhereItWas() throws Exception {
		this.scripts.write("002_two.sql", STEPWISE);
		CompletableFuture<MigrationReport> run = run();
		terminate(awaitWorking());
		awaitWorking();
		this.blocker.rollback();
		assertThat(run.join().applied()).hasSize(2);
		assertApplied("3");
	}

	@Test
	void theHolderOfTheLockIsReplacedToo() throws Exception {
		this.scripts.write("002_two.sql", STEPWISE);
		CompletableFuture<MigrationReport> run = run();
		awaitWorking();
		this.database.execute("select pg_terminate_backend(pid, 60000) from pg_stat_activity "
				+ "where application_name like '%(lock)' and datname = current_database()");
		this.blocker.rollback();
		assertThat(run.join().applied()).hasSize(2);
		assertApplied("3");
	}

	@Test
	void aHolderOfTheLockThatIsLostInTheSamePlaceTwiceFailsTheStart() throws Exception {
		this.database.execute("create procedure wait() language plpgsql as "
				+ "'begin insert into log values (2); commit; perform pg_advisory_xact_lock(77); end'");
		this.scripts.write("002_two.sql", "-- slipway: no-transaction\ncall wait()");
		CompletableFuture<MigrationReport> run = run();
		for (int i = 1; i <= 2; i++) {
			String calls = String.valueOf(i);
			Waits.until(() -> this.database.query("select count(*) from log where i = 2"),
					(seen) -> seen.equals(List.of(calls)));
			this.database.execute("select pg_terminate_backend(pid, 60000) from pg_stat_activity "
					+ "where application_name like '%(lock)' and datname = current_database()");
			this.blocker.rollback();
			TestDatabase.query(this.blocker, "select pg_advisory_xact_lock(77)");
		}
		assertThat(run).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.withMessageContaining("the connection that held the lock is gone");
	}

	@Test
	void aConnectionThatIsLostInTheSamePlaceTwiceFailsTheStart() throws Exception {
		this.scripts.write("002_two.sql", "insert into log values (2); select pg_advisory_xact_lock(77);");
		CompletableFuture<MigrationReport> run = run();
		terminate(awaitWorking());
		terminate(awaitWorking());
		assertThat(run).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingRootCause()
			.withMessageContaining("terminating connection due to administrator command");
		this.blocker.rollback();
		assertThat(this.database.query("select i from log")).containsExactly("1");
	}

	@Test
	void aPoolThatClosesAConnectionWhileTheHistoryIsReadSaysSoWithoutASqlState() {
		DataSource closing = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
						new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
							if (method.getName().equals("unwrap")) {
								throw new SQLException("Connection is closed");
							}
							return method.invoke(connection, arguments);
						});
			}

		};
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.of(closing, this.scripts.options()).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNREACHABLE));
	}

	@Test
	void anInterruptCancelsTheStatementThatRuns() throws Exception {
		this.scripts.write("002_two.sql", "insert into log values (2);\nselect pg_advisory_xact_lock(77);");
		DatabaseException failure = interrupt();
		assertThat(failure).hasMessageContaining("the run was interrupted: '002_two' was cancelled at ")
			.hasMessageContaining("002_two.sql:2:1 and rolled back in full.")
			.hasMessageContaining("Applied in this run: 001_one.");
		this.blocker.rollback();
		run().join();
		assertApplied();
	}

	@Test
	void anInterruptCancelsAlsoAFileThatRunsStatementByStatement() throws Exception {
		this.scripts.write("002_two.sql", STEPWISE);
		DatabaseException failure = interrupt();
		assertThat(failure).hasMessageContaining("the run was interrupted: '002_two' was cancelled at ")
			.hasMessageContaining("Of 002_two, which does not run in one transaction, 1 statement is finished.");
		this.blocker.rollback();
		run().join();
		assertApplied("3");
	}

	@Test
	void anInterruptThatMeetsAStatementOfSlipwaysOwnIsNoFaultOfTheHistoryTable() throws Exception {
		run().join();
		this.scripts.write("002_two.sql", "insert into log values (2)");
		try (Connection holder = this.database.dataSource().getConnection()) {
			holder.setAutoCommit(false);
			try (Statement sql = holder.createStatement()) {
				sql.execute("lock table schema_migrations in share mode");
			}
			CompletableFuture<MigrationReport> result = new CompletableFuture<>();
			Thread runner = start(result);
			Waits.until(() -> this.database.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' "
					+ "and datname = current_database()"), (waiting) -> waiting.size() == 1);
			runner.interrupt();
			assertThat(failure(result)).hasMessageContaining("the run was interrupted")
				.hasMessageContaining("Nothing was applied.");
			holder.rollback();
		}
	}

	@Test
	void anInterruptEndsAWaitForASecondConnection() throws Exception {
		this.scripts.write("002_two.sql", "-- slipway: no-transaction\ninsert into log values (2)");
		try (HikariDataSource pool = this.database.pool()) {
			pool.setMaximumPoolSize(2);
			try (Connection other = pool.getConnection()) {
				CompletableFuture<MigrationReport> result = new CompletableFuture<>();
				Thread runner = start(result, pool);
				Waits.until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
				runner.interrupt();
				assertThat(failure(result)).hasMessageContaining("the run was interrupted")
					.hasMessageContaining("Applied in this run: 001_one.");
				assertThat(other.isClosed()).isFalse();
			}
		}
	}

	@Test
	void anInterruptEndsAFileOfManyShortStatements() throws Exception {
		run().join();
		this.scripts.write("002_two.sql", "vacuum log;\n".repeat(1000));
		CompletableFuture<MigrationReport> result = new CompletableFuture<>();
		Thread runner = start(result);
		Waits.until(() -> this.database
			.query("select 1 from schema_migrations where statements between 3 and 100 " + "and state = 'running'"),
				(rows) -> rows.size() == 1);
		runner.interrupt();
		assertThat(failure(result)).hasMessageContaining("Of 002_two, which does not run in one transaction, ");
		// It stays running where the cancel met the count behind a statement.
		assertThat(this.database
			.query("select 1 from schema_migrations where statements < 500 and state in ('failed', 'running')"))
			.hasSize(1);
		run().join();
		assertThat(this.database.query("select state from schema_migrations where version = '2'"))
			.containsExactly("applied");
	}

	@Test
	void anInterruptWhileASessionIsPutBackLeavesNoConnectionChanged() throws Exception {
		this.database.execute("create procedure wait() language plpgsql as "
				+ "'begin commit; perform pg_advisory_xact_lock(77); end'");
		this.scripts.write("002_two.sql", "-- slipway: no-transaction\ncall wait()");
		try (HikariDataSource pool = this.database.pool();
				Connection holder = this.database.dataSource().getConnection()) {
			pool.setMaximumPoolSize(2);
			CompletableFuture<MigrationReport> result = new CompletableFuture<>();
			Thread runner = start(result, pool);
			Waits.until(
					() -> this.database.query("select query from pg_stat_activity where wait_event_type = 'Lock' "
							+ "and datname = current_database()"),
					(waiting) -> waiting.size() == 1 && waiting.get(0).endsWith("call wait()"));
			// Only who puts a session back reads this view.
			holder.setAutoCommit(false);
			try (Statement sql = holder.createStatement()) {
				sql.execute("lock table pg_cursors in access exclusive mode");
			}
			this.blocker.rollback();
			Waits.until(() -> this.database.query("select 1 from pg_locks where relation = 'pg_cursors'::regclass "
					+ "and not granted and database = (select oid from pg_database "
					+ "where datname = current_database())"), (waiting) -> waiting.size() == 1);
			runner.interrupt();
			assertThat(result.handle((report, thrown) -> thrown).join()).isInstanceOf(DatabaseException.class);
			holder.rollback();
			try (Connection one = pool.getConnection(); Connection two = pool.getConnection()) {
				for (Connection connection : List.of(one, two)) {
					assertThat(TestDatabase.query(connection,
							"select name, setting from pg_settings where name in ('lock_timeout', 'application_name')"))
						.containsExactly("application_name|PostgreSQL JDBC Driver", "lock_timeout|0");
				}
			}
		}
	}

	@Test
	void anInterruptEndsAPauseBetweenTwoTries(CapturedOutput output) throws Exception {
		this.scripts.write("002_two.sql", "set lock_timeout = 10; select pg_advisory_xact_lock(77);");
		CompletableFuture<MigrationReport> result = new CompletableFuture<>();
		Thread runner = start(result);
		Waits.untilPrinted(output, "Try 4 of 11 begins");
		runner.interrupt();
		assertThat(failure(result)).hasMessageContaining("the run was interrupted");
	}

	private DatabaseException interrupt() throws Exception {
		CompletableFuture<MigrationReport> result = new CompletableFuture<>();
		Thread runner = start(result);
		awaitWorking();
		runner.interrupt();
		DatabaseException failure = failure(result);
		assertThat(this.database.query("select 1 from pg_stat_activity where " + WORKING)).isEmpty();
		return failure;
	}

	private static DatabaseException failure(CompletableFuture<MigrationReport> result) {
		DatabaseException failure = (DatabaseException) result.handle((report, thrown) -> thrown).join();
		assertThat(failure.getReason()).isEqualTo(Reason.INTERRUPTED);
		return failure;
	}

	private CompletableFuture<MigrationReport> run() {
		CompletableFuture<MigrationReport> result = new CompletableFuture<>();
		start(result);
		return result;
	}

	private Thread start(CompletableFuture<MigrationReport> result) {
		HikariDataSource pool = this.database.pool();
		pool.setMaximumPoolSize(3);
		result.whenComplete((report, thrown) -> pool.close());
		return start(result, pool);
	}

	private Thread start(CompletableFuture<MigrationReport> result, DataSource dataSource) {
		MigratorOptions options = this.scripts.options()
			.withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ofHours(1)));
		Thread thread = new Thread(() -> {
			try {
				result.complete(Migrator.of(dataSource, options).migrate());
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		thread.start();
		return thread;
	}

	/** The backend that waits for the blocker. */
	private String awaitWorking() {
		return Waits
			.until(() -> this.database.query("select pid from pg_stat_activity where " + WORKING),
					(pids) -> pids.size() == 1)
			.get(0);
	}

	private void terminate(String pid) {
		this.database.execute("select pg_terminate_backend(" + pid + ", 60000)");
	}

	private void assertApplied(String... more) {
		assertThat(this.database.query("select i from log order by i"))
			.isEqualTo(Stream.concat(Stream.of("1", "2"), Arrays.stream(more)).toList());
	}

}
