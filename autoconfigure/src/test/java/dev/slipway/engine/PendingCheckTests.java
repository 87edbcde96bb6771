package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.PendingMigrationsException.State;
import dev.slipway.SharedHistoryException;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Whoever must not migrate: sees what is pending, or waits until somebody has applied it,
 * and changes nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
class PendingCheckTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final Scripts others;

	PendingCheckTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("own"));
		this.others = new Scripts(folder.resolve("others"));
	}

	@Test
	void anUpToDateDatabaseIsValidAndTheLogSaysItsVersion(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table one(i int)").write("002_two.sql", "create table two(i int)");
		this.scripts.migrator(this.database, "a").migrate();
		MigrationReport report = this.scripts.migrator(this.database, "a").validate();
		assertThat(report.version()).isEqualTo("2");
		assertThat(report.applied()).isEmpty();
		assertThat(output.getOut().lines().toList()).last()
			.asString()
			.contains("Service 'a' is up to date at version 2: nothing to apply");
	}

	@Test
	void allThatIsPendingInAllServicesIsReportedAtOnceAndNothingIsWritten() {
		this.scripts.write("001_one.sql", "create table one(i int)").write("002_two.sql", "create table two(i int)");
		this.others.write("7_seven.sql", "create table seven(i int)");
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> Migrator.validateAll(
					List.of(this.scripts.migrator(this.database, "a"), this.others.migrator(this.database, "b"))))
			.withMessage("""
					Service 'a' is not up to date: 2 migrations are pending:

					  - 001_one
					  - 002_two

					Service 'b' is not up to date: 1 migration is pending:

					  - 7_seven

					Nothing was applied.""")
			.satisfies((failure) -> {
				assertThat(failure.getWaited()).isEmpty();
				assertThat(failure.getPending()).containsExactly(new PendingMigration("a", "001_one", State.NEW, 0),
						new PendingMigration("a", "002_two", State.NEW, 0),
						new PendingMigration("b", "7_seven", State.NEW, 0));
			});
		assertThat(this.database.query("select count(*) from pg_class where relnamespace = 'public'::regnamespace"))
			.containsExactly("0");
	}

	@Test
	void aChangedRepeatableIsPending() {
		this.scripts.write("R__view.sql", "create or replace view v as select 1 as i");
		this.scripts.migrator(this.database, "a").migrate();
		this.scripts.write("R__view.sql", "create or replace view v as select 2 as i");
		assertPending("R__view (has changed since it was last applied)",
				new PendingMigration("a", "R__view", State.CHANGED, 0));
	}

	@Test
	void aFileThatFailedInItsMiddleIsPendingAndSaysHowFarItCame() {
		this.scripts.write("001_one.sql", """
				-- slipway: no-transaction
				create table one(i int);
				vacuum one;
				create index concurrently on two(i);
				""");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database, "a").migrate());
		assertPending("001_one (2 statements are finished; the next one failed)",
				new PendingMigration("a", "001_one", State.FAILED, 2));
	}

	@Test
	void aFileThatIsRunningIsPending() {
		this.scripts.write("001_one.sql", "-- slipway: no-transaction\ncreate table one(i int); vacuum one;");
		this.scripts.migrator(this.database, "a").migrate();
		this.database.execute("update schema_migrations_a set state = 'running', statements = 1");
		assertPending("001_one (1 statement is finished; another process is at it, or was killed)",
				new PendingMigration("a", "001_one", State.RUNNING, 1));
	}

	@Test
	void aFileThatOnlyWhoeverAppliesItCanReadIsPendingToo() {
		this.scripts.write("001_one.sql", "-- slipway: placeholders\nselect '${only.known.elsewhere}'");
		assertPending("001_one", new PendingMigration("a", "001_one", State.NEW, 0));
	}

	@Test
	void aChangedFileIsAConflict() {
		this.scripts.write("001_one.sql", "select 1");
		this.scripts.migrator(this.database, "a").migrate();
		this.scripts.write("001_one.sql", "select 2").write("002_two.sql", "select 2");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database, "a").validate())
			.withMessageContaining("001_one.sql has changed since it was applied");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> Migrator.awaitAll(List.of(this.scripts.migrator(this.database, "a")), LONG));
	}

	@Test
	void filesThatCannotBeUsedAreReported() {
		this.scripts.write("001_one.sql", "select 1").write("nonsense.sql", "select 1");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database, "a").validate());
	}

	@Test
	void twoServicesThatShareATableAreRefused() {
		this.scripts.write("001_one.sql", "select 1");
		this.others.write("001_one.sql", "select 1");
		assertThatExceptionOfType(SharedHistoryException.class).isThrownBy(() -> Migrator.validateAll(List.of(
				this.scripts.migrator(this.database, "a"),
				Migrator.of(this.database.dataSource(), this.others.options("b").withTable("schema_migrations_a")))));
	}

	@Test
	void callbacksDoNotRunAndAReadOnlyDatabaseWillDo() {
		this.scripts.write("V1__one.sql", "create table one(i int)")
			.write("beforeMigrate.sql", "insert into calls values ('before')")
			.write("afterMigrate.sql", "insert into calls values ('after')");
		this.database.execute("create table calls(name text)");
		this.scripts.migrator(this.database, "a").migrate();
		this.database.execute("alter database " + this.database.name() + " set default_transaction_read_only = on");
		this.scripts.migrator(this.database, "a").validate();
		Migrator.awaitAll(List.of(this.scripts.migrator(this.database, "a")), LONG);
		assertThat(this.database.query("select count(*) from calls")).containsExactly("2");
	}

	@Test
	void validationCostsOneFlightOnThePoolsOwnConnection() throws Exception {
		this.scripts.write("001_one.sql", "create table one(i int)");
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			this.scripts.migrator(pool, "a").migrate();
			pool.getConnection().close();
			proxy.reset();
			this.scripts.migrator(pool, "a").validate();
			assertThat(proxy.flights()).isEqualTo(1);
			assertThat(proxy.connections()).isZero();
		}
	}

	@Test
	void aWaitEndsWhenAnotherProcessHasAppliedEverything(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table one(i int)").write("002_two.sql", "create table two(i int)");
		CompletableFuture<List<MigrationReport>> wait = await(this.database.dataSource());
		awaitWaiting(output);
		this.scripts.migrator(this.database, "a").migrate();
		assertThat(wait.join()).singleElement().satisfies((report) -> {
			assertThat(report.version()).isEqualTo("2");
			assertThat(report.applied()).isEmpty();
		});
		assertThat(output)
			.contains("Service 'a' waits for another process to apply 2 pending migrations: '001_one', '002_two'")
			.contains("Service 'a' is up to date at version 2: applied by another process");
	}

	@Test
	void aWaitHoldsNoConnectionMeanwhile(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table one(i int)");
		try (HikariDataSource pool = this.database.pool()) {
			CompletableFuture<List<MigrationReport>> wait = await(pool);
			awaitWaiting(output);
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			this.scripts.migrator(pool, "a").migrate();
			assertThat(wait.join()).hasSize(1);
		}
	}

	@Test
	void atTheLimitEverythingThatIsStillPendingIsReported() {
		this.scripts.write("001_one.sql", "create table one(i int)");
		this.others.write("7_seven.sql", "create table seven(i int)");
		this.others.migrator(this.database, "b").migrate();
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> Migrator.awaitAll(
					List.of(this.scripts.migrator(this.database, "a"), this.others.migrator(this.database, "b")),
					Duration.ofMillis(1)))
			.withMessage("""
					Service 'a' is not up to date: 1 migration is pending:

					  - 001_one

					This process has waited 0 s for another one. Nothing was applied.""")
			.satisfies((failure) -> assertThat(failure.getWaited()).isPresent());
	}

	@Test
	void aConflictEndsTheWaitAtOnce(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table one(i int)");
		this.others.write("001_one.sql", "create table another(i int)");
		CompletableFuture<List<MigrationReport>> wait = await(this.database.dataSource());
		awaitWaiting(output);
		this.others.migrator(this.database, "a").migrate();
		assertThatThrownBy(wait::join).hasCauseInstanceOf(HistoryConflictException.class);
	}

	@Test
	void aDatabaseThatDoesNotAnswerForAWhileIsAskedAgain() {
		this.scripts.write("001_one.sql", "create table one(i int)");
		Looks looks = new Looks(this.database.dataSource(), (look) -> look == 2);
		CompletableFuture<List<MigrationReport>> wait = await(looks);
		Waits.until(() -> looks.count.get() >= 2);
		this.scripts.migrator(this.database, "a").migrate();
		assertThat(wait.join()).hasSize(1);
	}

	@Test
	void aDatabaseThatDoesNotAnswerAnyMoreIsTheErrorAtTheLimit() {
		this.scripts.write("001_one.sql", "create table one(i int)");
		Looks looks = new Looks(this.database.dataSource(), (look) -> look > 1);
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.awaitAll(List.of(this.scripts.migrator(looks, "a")), Duration.ofMillis(1)))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNREACHABLE));
	}

	@Test
	void aDatabaseThatNeverAnsweredIsNotWaitedFor() {
		this.scripts.write("001_one.sql", "create table one(i int)");
		Looks looks = new Looks(this.database.dataSource(), (look) -> true);
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.awaitAll(List.of(this.scripts.migrator(looks, "a")), LONG));
		assertThat(looks.count.get()).isEqualTo(1);
	}

	@Test
	void anInterruptEndsTheWait(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", "create table one(i int)");
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Thread thread = new Thread(() -> {
			try {
				Migrator.awaitAll(List.of(this.scripts.migrator(this.database, "a")), LONG);
			}
			catch (DatabaseException ex) {
				failure.set(ex);
			}
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		thread.start();
		awaitWaiting(output);
		thread.interrupt();
		thread.join();
		assertThat(failure.get()).hasMessageContaining("the run was interrupted while nothing of it was running");
		assertThat(interrupted.get()).isTrue();
	}

	@Test
	void aWaitHasALimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> Migrator.awaitAll(List.of(), Duration.ZERO));
	}

	private void assertPending(String described, PendingMigration expected) {
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database, "a").validate())
			.withMessageContaining("  - " + described + "\n")
			.satisfies((failure) -> assertThat(failure.getPending()).containsExactly(expected));
	}

	private CompletableFuture<List<MigrationReport>> await(DataSource dataSource) {
		return CompletableFuture
			.supplyAsync(() -> Migrator.awaitAll(List.of(this.scripts.migrator(dataSource, "a")), LONG));
	}

	/** It has looked once, given the connection back, and said what is pending. */
	private static void awaitWaiting(CapturedOutput output) {
		Waits.untilPrinted(output, "waits for another process");
	}

	/** Counts how often somebody looks, and lets some looks fail. */
	private static final class Looks extends DelegatingDataSource {

		private final AtomicInteger count = new AtomicInteger();

		private final IntPredicate failing;

		Looks(DataSource target, IntPredicate failing) {
			super(target);
			this.failing = failing;
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.failing.test(this.count.incrementAndGet())) {
				throw new SQLException("nobody is there", "08001");
			}
			return super.getConnection();
		}

	}

}
