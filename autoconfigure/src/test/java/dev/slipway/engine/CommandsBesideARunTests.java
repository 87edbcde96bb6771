package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationPlan.State;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.SlipwayException;
import dev.slipway.Timeouts;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * While another replica migrates for long, commands that change something wait within
 * their limit, say for whom, and do nothing; those that look answer at once.
 */
class CommandsBesideARunTests {

	private static final String IN_ONE_TRANSACTION = "lock table gate";

	private static final String STATEMENT_BY_STATEMENT = "create index concurrently late on gate (i)";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	CommandsBesideARunTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
		this.database.execute("create table gate (i int)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void commandsWaitForARunInOneTransaction() throws Exception {
		waitForARun(IN_ONE_TRANSACTION, State.PENDING);
	}

	@Test
	void commandsWaitForARunStatementByStatement() throws Exception {
		waitForARun(STATEMENT_BY_STATEMENT, State.RUNNING);
	}

	@Test
	void baselineWaitsForAFirstRunAndThenFindsItsHistory() throws Exception {
		this.scripts.write("001_one.sql", IN_ONE_TRANSACTION);
		besideRun(() -> {
			Migrator migrator = impatient();
			assertWaited(() -> migrator.baseline("1", true, List.of(migrator)));
		});
		Migrator migrator = impatient();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> migrator.baseline("1", true, List.of(migrator)))
			.withMessageContaining("has a history");
	}

	@Test
	void adoptWaitsForARunThatIgnoresTheOtherHistory() throws Exception {
		FlywayTable.in(this.database).applied("1", "one");
		this.scripts.write("V1__one.sql", IN_ONE_TRANSACTION);
		besideRun(() -> assertWaited(impatient()::adopt));
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("1");
	}

	private void waitForARun(String sql, State state) throws Exception {
		this.scripts.write("001_one.sql", "create table one (i int);\n-- slipway: undo\ndrop table one");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("002_two.sql", sql);
		besideRun(() -> {
			Migrator migrator = impatient();
			assertThat(migrator.plan().migrations()).extracting((entry) -> entry.state())
				.containsExactly(State.APPLIED, state);
			assertThat(migrator.preview().scripts()).hasSize(1);
			assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(migrator::validate);
			assertThat(migrator.owned(List.of(migrator))).contains("table public.one");
			if (state == State.PENDING) {
				assertWaited(() -> migrator.undo(1));
			}
			else {
				assertThatExceptionOfType(SlipwayException.class).isThrownBy(() -> migrator.undo(1))
					.withMessageContaining("'002_two' is not finished");
			}
			assertWaited(() -> Migrator.resetAll(List.of(migrator), List.of(migrator)));
			this.scripts.write("001_one.sql", "create table one (i int);\n-- slipway: undo\ndrop table if exists one");
			Migrator changed = impatient();
			assertThat(changed.repair(false).changes()).hasSize(1);
			assertWaited(() -> changed.repair(true));
		});
		assertThat(this.database.query("select version, state from schema_migrations order by id"))
			.containsExactly("1|applied", "2|applied");
		assertThat(this.scripts.migrator(this.database).repair(true).done()).isTrue();
		Migrator migrator = impatient();
		assertThat(migrator.validate().version()).isEqualTo("2");
	}

	/** Another replica runs until what is done beside it has ended. */
	private void besideRun(Runnable beside) throws Exception {
		Future<MigrationReport> run;
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("insert into gate values (1)");
			Migrator migrator = Migrator.of(this.database.dataSource(),
					this.scripts.options()
						.withIgnoreForeignHistory(true)
						.withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ofMinutes(5))));
			run = this.threads.submit(() -> migrator.migrate());
			Waits.until(() -> this.database.query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
					+ " and wait_event in ('relation', 'virtualxid', 'transactionid') and datname = current_database()")
				.contains("1"));
			beside.run();
			other.rollback();
		}
		assertThat(run.get().applied()).hasSize(1);
	}

	private Migrator impatient() {
		return Migrator.of(this.database.dataSource(),
				this.scripts.options()
					.withTimeouts(Timeouts.DEFAULT.withMigrationLockWait(Duration.ofMillis(700))
						.withLockRetries(1)
						.withLockTimeout(Duration.ofMillis(300))));
	}

	private static void assertWaited(ThrowingCallable command) {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(command)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.WAIT_TIMEOUT))
			.withMessageContaining("another process")
			.withMessageContaining(" 700 ms")
			.withMessageContaining("holds the lock")
			.withMessageMatching("(?s).*pid \\d+ .*Nothing was .*");
	}

}
