package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.slipway.DatabaseException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several runners at once: exactly one applies each file, and nobody is hurt.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConcurrentMigratorTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	ConcurrentMigratorTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void whoWaitedToRunACallbackPlansAnewBeforeItMigrates(CapturedOutput output) throws Exception {
		this.database.execute("create table log(n int)");
		this.scripts.write("beforeMigrate.sql", "select 1")
			.write("001_x.sql", "insert into log select 1 from pg_advisory_xact_lock(77)")
			.write("R__y.sql", "insert into log values (2)");
		try (Connection blocker = this.database.dataSource().getConnection()) {
			blocker.setAutoCommit(false);
			TestDatabase.query(blocker, "select pg_advisory_xact_lock(77)");
			Future<MigrationReport> first = this.threads.submit(() -> this.scripts.migrator(this.database).migrate());
			Waits.until(() -> this.database.query(
					"select count(*) from pg_locks where locktype = 'advisory' and not granted and classid = 0 and objid = 77")
				.contains("1"));
			Future<MigrationReport> second = this.threads.submit(() -> this.scripts.migrator(this.database).migrate());
			Waits.untilPrinted(output, "waits for another process");
			blocker.rollback();
			assertThat(first.get().applied()).hasSize(2);
			assertThat(second.get().applied()).isEmpty();
		}
		assertThat(this.database.query("select n from log order by n")).containsExactly("1", "2");
	}

	@Test
	void eachFileIsAppliedOnceByEightRunnersOnAnEmptyDatabase() throws Exception {
		this.scripts.write("001_log.sql", "create table log(version int)");
		for (int i = 2; i <= 60; i++) {
			this.scripts.write(i + "_insert.sql", "insert into log values (" + i + "); select pg_sleep(0.002);");
		}
		assertThat(Race.ofEight(this.threads, () -> this.scripts.migrator(this.database))).isEqualTo(60);
		assertThat(this.database.query("select count(*), count(distinct version) from log")).containsExactly("59|59");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("60");
		assertThat(this.database.query("select count(*) from pg_locks where locktype = 'advisory' and database = "
				+ "(select oid from pg_database where datname = current_database())"))
			.containsExactly("0");
	}

	@Test
	void servicesThatShareANewSchemaMayCreateItAtOnce() throws Exception {
		this.scripts.write("001_one.sql", "select 1");
		for (int round = 1; round <= 40; round++) {
			String schema = "shared_" + round;
			CyclicBarrier start = new CyclicBarrier(4);
			List<Future<MigrationReport>> runs = new ArrayList<>();
			for (String service : List.of("a", "b", "c", "d")) {
				runs.add(this.threads.submit(() -> {
					start.await();
					return Migrator.of(this.database.dataSource(),
							MigratorOptions.of(service).withLocations(this.scripts.location()).withSchema(schema, true))
						.migrate();
				}));
			}
			for (Future<MigrationReport> run : runs) {
				assertThat(run.get().applied()).hasSize(1);
			}
		}
	}

	@Test
	void whoeverWaitsHoldsNeitherTransactionNorSnapshot() throws Exception {
		this.scripts.write("001_one.sql", "create table t(i int)");
		try (Connection holder = holdLock()) {
			Future<MigrationReport> waiter = this.threads
				.submit(() -> this.scripts.migrator(this.database.dataSource("?ApplicationName=waiter")).migrate());
			awaitWaiter();
			assertThat(waiter.isDone()).isFalse();
			this.database.execute("create table busy(i int)");
			this.database.execute("create index concurrently on busy (i)");
			holder.rollback();
			assertThat(waiter.get().applied()).hasSize(1);
		}
	}

	@Test
	void theWaitEndsAtItsTimeout() throws Exception {
		this.scripts.write("001_one.sql", "create table t(i int)");
		try (Connection holder = holdLock()) {
			Migrator impatient = Migrator.of(this.database.dataSource(),
					this.scripts.options().withTimeouts(Timeouts.DEFAULT.withMigrationLockWait(Duration.ofMillis(1))));
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(impatient::migrate)
				.satisfies(
						(failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.WAIT_TIMEOUT));
			holder.rollback();
		}
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void anInterruptEndsTheWait() throws Exception {
		this.scripts.write("001_one.sql", "create table t(i int)");
		try (Connection holder = holdLock()) {
			List<Throwable> failures = new ArrayList<>();
			Thread waiter = new Thread(() -> {
				try {
					this.scripts.migrator(this.database.dataSource("?ApplicationName=waiter")).migrate();
				}
				catch (DatabaseException ex) {
					failures.add(ex);
				}
			});
			waiter.start();
			awaitWaiter();
			waiter.interrupt();
			waiter.join();
			assertThat(failures).singleElement()
				.satisfies((failure) -> assertThat(failure)
					.hasMessageContaining("the run was interrupted while nothing of it was running"));
			holder.rollback();
		}
	}

	@Test
	void whoPlannedBeforeAnotherFinishedPlansAgain() {
		this.scripts.write("001_one.sql", "create table t(i int)").write("002_two.sql", "insert into t values (2)");
		TestDatabase other = this.database;
		Migrator late = Migrator.of(
				new PausingDataSource(this.database.dataSource(), () -> this.scripts.migrator(other).migrate()),
				this.scripts.options());
		assertThat(late.migrate().applied()).isEmpty();
		assertThat(this.database.query("select i from t")).containsExactly("2");
	}

	private Connection holdLock() throws SQLException {
		Connection holder = this.database.dataSource().getConnection();
		holder.setAutoCommit(false);
		try (Statement sql = holder.createStatement()) {
			sql.execute("select " + lock().acquisition());
			// After a SELECT the driver keeps a snapshot, for which an index would wait.
			sql.execute("set local idle_in_transaction_session_timeout to 0");
		}
		return holder;
	}

	private void awaitWaiter() {
		Waits.until(
				() -> this.database.query("select state, backend_xmin, xact_start from pg_stat_activity "
						+ "where application_name = 'waiter' and query like '%pg_lock_status%' and state = 'idle'"),
				(rows) -> rows.equals(List.of("idle|null|null")));
	}

	private static AdvisoryLock lock() {
		return AdvisoryLock.of(new HistoryTable("public", "schema_migrations"));
	}

}
