package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Services of several databases that are checked and migrated at the same time.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ParallelServicesTests {

	private final TestDatabase first = TestPostgres.server().createDatabase();

	private final TestDatabase second = TestPostgres.server().createDatabase();

	private final Path folder;

	private final Events events = new Events();

	ParallelServicesTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void servicesOfDifferentDatabasesAreMigratedAtTheSameTime() {
		CyclicBarrier both = new CyclicBarrier(2);
		List<MigrationReport> reports = migrate(2, migrator(this.first, "a", code((jdbc) -> meet(both))),
				migrator(this.second, "b", code((jdbc) -> meet(both))));
		assertThat(reports).extracting(MigrationReport::service).containsExactly("a", "b");
		assertThat(reports).allSatisfy((report) -> assertThat(report.applied()).hasSize(2));
	}

	@Test
	void servicesOfOneDatabaseFollowOneAnotherWhicheverDataSourceLeadsThere() {
		List<Migrator> services = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			String service = "s" + i;
			scripts(service).write("001_table.sql", "create table " + service + "(i int)")
				.write("002_needs.sql", (i == 0) ? "select 1" : "select * from s" + (i - 1));
			services.add(migrator(this.first, service));
		}
		services.add(1, migrator(this.second, "other", code((jdbc) -> {
		})));
		assertThat(migrate(4, services.toArray(Migrator[]::new))).extracting(MigrationReport::service)
			.containsExactly("s0", "other", "s1", "s2", "s3", "s4");
		assertThat(this.events.seen).filteredOn((event) -> !event.startsWith("other"))
			.containsExactly("s0 started", "s0 completed", "s1 started", "s1 completed", "s2 started", "s2 completed",
					"s3 started", "s3 completed", "s4 started", "s4 completed");
	}

	@Test
	void oneAtATimeIsInTheOrderOfAll() {
		for (String service : List.of("a", "b", "c", "d")) {
			scripts(service).write("001_one.sql", "select 1");
		}
		migrate(1, migrator(this.first, "a"), migrator(this.second, "b"), migrator(this.first, "c"),
				migrator(this.second, "d"));
		assertThat(this.events.seen).containsExactly("a started", "a completed", "b started", "b completed",
				"c started", "c completed", "d started", "d completed");
		assertThatIllegalArgumentException().isThrownBy(() -> Migrator.migrateAll(List.of(), List.of(), List.of(), 0))
			.withMessage("parallelism must be positive, but is 0");
	}

	@Test
	void listenersAreCalledOneAtATimeOnTheThreadOfTheService() {
		for (String service : List.of("a", "b")) {
			for (int i = 1; i <= 20; i++) {
				scripts(service).write("%03d_x.sql".formatted(i), (i % 2 == 0) ? "vacuum" : "select 1");
			}
		}
		AtomicInteger inside = new AtomicInteger();
		List<Integer> seen = new CopyOnWriteArrayList<>();
		List<Migrator> all = List.of(migrator(this.first, "a"), migrator(this.second, "b"));
		List<String> threads = new CopyOnWriteArrayList<>();
		Migrator.migrateAll(all, all, List.of(new MigrationListener() {
			@Override
			public void migrationApplied(String service, MigrationReport.Applied applied) {
				seen.add(inside.incrementAndGet());
				threads.add(service + " on " + Thread.currentThread().getName());
				Thread.yield();
				inside.decrementAndGet();
			}
		}), 2);
		assertThat(seen).hasSize(40).containsOnly(1);
		assertThat(threads.stream().distinct()).hasSize(2);
	}

	@Test
	void failureLetsOthersEndBeforeTheirNextFile(CapturedOutput output) {
		scripts("a").write("002_next.sql", "vacuum");
		scripts("c").write("001_never.sql", "select 1");
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		Migrator a = migrator(this.first, "a", code((jdbc) -> {
			begun.countDown();
			failed.await();
		}));
		Migrator b = migrator(this.second, "b", code((jdbc) -> {
			begun.await();
			jdbc.sql("select nothing").query().listOfRows();
		}));
		this.events.onFailure = (service) -> {
			if ("b".equals(service)) {
				failed.countDown();
			}
		};
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> migrate(2, a, b, migrator(this.first, "c")))
			.satisfies((failure) -> {
				assertThat(failure.getService()).isEqualTo("b");
				assertThat(failure.getSuppressed()).singleElement().satisfies((other) -> {
					assertThat(((DatabaseException) other).getReason()).isEqualTo(Reason.INTERRUPTED);
					assertThat(other).hasMessage("Service 'a': the run ended before '002_next', because Service 'b'"
							+ " has failed.\n\nApplied in this run: 1_code.");
				});
			});
		assertThat(output).contains("Service 'a': the run ended before '002_next', because Service 'b' has failed."
				+ " Applied in this run: 1_code. The next start goes on by itself");
		assertThat(this.first.query("select name from schema_migrations_a")).containsExactly("code");
		assertThat(this.events.seen).contains("a failed", "b failed").doesNotContain("c started");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(migrate(2, a, migrator(this.second, "b", code((jdbc) -> {
		})), migrator(this.first, "c"))).extracting((report) -> report.applied().size()).containsExactly(1, 1, 1);
	}

	@Test
	void failureEndsAWaitForAnotherProcess() throws SQLException {
		scripts("a").write("001_one.sql", "select 1");
		AdvisoryLock lock = AdvisoryLock.of(new HistoryTable("public", "schema_migrations_a"));
		try (Connection holder = this.first.dataSource().getConnection(); Statement sql = holder.createStatement()) {
			holder.setAutoCommit(false);
			sql.execute("select " + lock.acquisition());
			Migrator a = Migrator.of(this.first.dataSource("?ApplicationName=waiter"), scripts("a").options("a"));
			Migrator b = migrator(this.second, "b", code((jdbc) -> {
				Waits.until(
						() -> !this.first
							.query("select 1 from pg_stat_activity where application_name = 'waiter'"
									+ " and query like '%pg_lock_status%' and state = 'idle'")
							.isEmpty());
				throw new IllegalStateException("no further");
			}));
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrate(2, a, b))
				.satisfies((failure) -> assertThat(failure.getSuppressed()).singleElement()
					.satisfies((other) -> assertThat(other).hasMessage("Service 'a': the run ended before '001_one',"
							+ " because Service 'b' has failed.\n\nNothing was applied.")));
			holder.rollback();
		}
	}

	@Test
	void eachFailureOfItsOwnIsSaid(CapturedOutput output) {
		CyclicBarrier both = new CyclicBarrier(2);
		Migrator a = migrator(this.first, "a", code((jdbc) -> {
			meet(both);
			throw new IllegalStateException("first problem");
		}));
		Migrator b = migrator(this.second, "b", code((jdbc) -> {
			meet(both);
			throw new IllegalStateException("second problem");
		}));
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrate(2, a, b))
			.withMessageContaining("first problem")
			.satisfies((failure) -> assertThat(failure.getSuppressed()).singleElement()
				.satisfies((other) -> assertThat(other).hasMessageContaining("second problem")));
		assertThat(output.toString().lines())
			.anySatisfy((line) -> assertThat(line).contains("Another service has failed too: Migration b 1_code failed")
				.contains("second problem"));
	}

	@Test
	void interruptEndsAll(CapturedOutput output) throws Exception {
		for (String service : List.of("a", "b")) {
			scripts(service).write("001_slow.sql", "select pg_sleep(600)").write("002_next.sql", "select 1");
		}
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				migrate(2, migrator(this.first, "a"), migrator(this.second, "b"));
			}
			catch (RuntimeException ex) {
				flag.complete(Thread.currentThread().isInterrupted());
				thrown.complete(ex);
			}
		});
		thread.start();
		for (TestDatabase database : List.of(this.first, this.second)) {
			Waits.until(() -> !sleepers(database).isEmpty());
		}
		thread.interrupt();
		assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOfSatisfying(DatabaseException.class, (failure) -> {
			assertThat(failure.getService()).isEqualTo("a");
			assertThat(failure.getReason()).isEqualTo(Reason.INTERRUPTED);
		});
		assertThat(flag.get()).isTrue();
		assertThat(sleepers(this.first)).isEmpty();
		assertThat(sleepers(this.second)).isEmpty();
		assertThat(output).contains("Service 'a': the run was interrupted: '001_slow' was cancelled")
			.contains("Service 'b': the run was interrupted: '001_slow' was cancelled")
			.doesNotContain("has failed too");
	}

	@Test
	void differentDataSourcesAreCheckedAtTheSameTimeWhateverTheParallelism() {
		CyclicBarrier both = new CyclicBarrier(2);
		scripts("a").write("001_one.sql", "select 1");
		scripts("b").write("001_one.sql", "select 1");
		List<Migrator> together = List.of(scripts("a").migrator(meeting(this.first, both), "a"),
				scripts("b").migrator(meeting(this.second, both), "b"));
		Migrator.migrateAll(together);
		List<Migrator> again = List.of(scripts("a").migrator(meeting(this.first, both), "a"),
				scripts("b").migrator(meeting(this.second, both), "b"));
		assertThat(Migrator.validateAll(again)).extracting(MigrationReport::service).containsExactly("a", "b");
		assertThat(Migrator.awaitAll(again, Duration.ofMinutes(1))).extracting(MigrationReport::service)
			.containsExactly("a", "b");
	}

	@Test
	void fourDataSourcesAtMostAreCheckedAtATime() {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CyclicBarrier four = new CyclicBarrier(4);
		List<Migrator> services = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			String service = "s" + i;
			scripts(service).write("001_one.sql", "select 1");
			services.add(scripts(service).migrator(new DelegatingDataSource(this.first.dataSource()) {
				@Override
				public Connection getConnection() throws SQLException {
					most.accumulateAndGet(inside.incrementAndGet(), Math::max);
					meet(four);
					inside.decrementAndGet();
					return super.getConnection();
				}
			}, service));
		}
		assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(() -> Migrator.validateAll(services))
			.satisfies((failure) -> assertThat(failure.getPending()).hasSize(8));
		assertThat(most).hasValue(4);
	}

	@Test
	void allDatabasesAreCheckedAlsoWhenOneCannotBeUsed(CapturedOutput output) {
		scripts("b").write("001_one.sql", "create table one(i int)");
		scripts("c").write("001_one.sql", "create table never(i int)");
		Migrator b = migrator(this.second, "b");
		b.migrate();
		scripts("b").write("001_one.sql", "create table changed(i int)");
		scripts("a").write("001_one.sql", "select 1");
		TestDatabase missing = new TestDatabase(this.first.host(), this.first.port(), "missing", this.first.username(),
				this.first.password());
		for (int parallelism : new int[] { 1, 4 }) {
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> migrate(parallelism, migrator(missing, "a"), b, migrator(this.first, "c")))
				.satisfies((failure) -> {
					assertThat(failure.getReason()).isEqualTo(Reason.MISSING_DATABASE);
					assertThat(failure.getSuppressed()).singleElement().isInstanceOf(HistoryConflictException.class);
				});
		}
		assertThat(output).contains("Another service has failed too: Service 'b'");
		assertThat(this.first.query("select to_regclass('never'), to_regclass('schema_migrations_c')"))
			.containsExactly("null|null");
	}

	private List<MigrationReport> migrate(int parallelism, Migrator... migrators) {
		List<Migrator> all = List.of(migrators);
		this.events.seen.clear();
		return Migrator.migrateAll(all, all, List.of(this.events), parallelism);
	}

	private Scripts scripts(String service) {
		return new Scripts(this.folder.resolve(service));
	}

	/** Each has a DataSource of its own. */
	private Migrator migrator(TestDatabase database, String service) {
		return scripts(service).migrator(database, service);
	}

	private Migrator migrator(TestDatabase database, String service, CodeMigration code) {
		if (!this.folder.resolve(service).toFile().exists()) {
			scripts(service).write("000_first.sql", "select 1");
		}
		return migrator(database, service).withCodeMigrations(List.of(code));
	}

	private static CodeMigration code(Work work) {
		return new CodeMigration() {
			@Override
			public String version() {
				return "1";
			}

			@Override
			public String name() {
				return "code";
			}

			@Override
			public void migrate(JdbcClient jdbc) throws Exception {
				work.migrate(jdbc);
			}
		};
	}

	private static List<String> sleepers(TestDatabase database) {
		return database.query("select pid from pg_stat_activity where datname = current_database()"
				+ " and query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()");
	}

	/** Lends a connection when another one is asked for one too. */
	private static DataSource meeting(TestDatabase database, CyclicBarrier barrier) {
		AtomicInteger loans = new AtomicInteger();
		return new DelegatingDataSource(database.dataSource()) {
			@Override
			public Connection getConnection() throws SQLException {
				if (loans.incrementAndGet() == 1) {
					meet(barrier);
				}
				return super.getConnection();
			}
		};
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(1, TimeUnit.MINUTES);
		}
		catch (Exception ex) {
			throw new IllegalStateException("the other one does not come", ex);
		}
	}

	/** What a code migration does. */
	private interface Work {

		void migrate(JdbcClient jdbc) throws Exception;

	}

	/** Notes what it sees. */
	private static final class Events implements MigrationListener {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private Consumer<String> onFailure = (service) -> {
		};

		@Override
		public void runStarted(String service, int pending) {
			this.seen.add(service + " started");
		}

		@Override
		public void runCompleted(MigrationReport report) {
			this.seen.add(report.service() + " completed");
		}

		@Override
		public void runFailed(String service, Throwable failure) {
			this.seen.add(service + " failed");
			this.onFailure.accept(service);
		}

	}

}
