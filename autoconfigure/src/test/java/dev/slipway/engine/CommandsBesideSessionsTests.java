package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationListener;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Commands wait for ordinary sessions that use the tables as long as migrations do, name
 * them, and do nothing when they give up.
 */
@ExtendWith(OutputCaptureExtension.class)
class CommandsBesideSessionsTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	CommandsBesideSessionsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table one (i int)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void resetGivesUpAndNamesWhoReadsATable(CapturedOutput output) {
		Migrator migrator = migrated();
		beside("select * from one", () -> assertKeptOut("reset", "Nothing was dropped.",
				() -> Migrator.resetAll(List.of(migrator), List.of(migrator))));
		assertThat(output).containsPattern("WARN .*Slipway: reset was rolled back \\(55P03: .*\\)\\. Tried once\\."
				+ " In the way: pid \\d+, .*idle in transaction.*: select \\* from one\\. Try 2 of 2 begins in \\d+ ms\\.");
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
		assertThat(this.database.query("select to_regclass('one')")).containsExactly("one");
	}

	@Test
	void resetSaysForWhomItWaitsAndGoesOnWhenTheSessionHasEnded() throws Exception {
		migrated();
		Migrator migrator = migrator(this.scripts.options()
			.withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(200)).withLockRetries(100)));
		List<String> heard = new CopyOnWriteArrayList<>();
		MigrationListener listener = new MigrationListener() {

			@Override
			public void waiting(String service, String forWhat) {
				heard.add(forWhat);
			}

		};
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			TestDatabase.query(other, "select * from one");
			Future<?> reset = this.threads
				.submit(() -> Migrator.resetAll(List.of(migrator), List.of(migrator), List.of(listener)));
			Waits.until(() -> heard.stream().anyMatch((each) -> each.contains(": select * from one")));
			other.rollback();
			reset.get();
		}
		assertThat(this.database.query("select to_regclass('one')")).containsExactly("null");
	}

	@Test
	void aServiceThatIsKeptOutKeepsAllServicesAndIsTheOneThatIsNamed(@TempDir Path other, CapturedOutput output) {
		Migrator first = migrated();
		Scripts folder = new Scripts(other).write("001_two.sql", "create table two (i int)");
		Migrator second = Migrator.of(first.getDataSource(),
				folder.options("second").withTimeouts(first.getOptions().timeouts()));
		second.migrate();
		beside("select * from one",
				() -> assertThatExceptionOfType(DatabaseException.class)
					.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)))
					.satisfies((failure) -> assertThat(failure.getService()).isEmpty())
					.withMessageEndingWith("Nothing was dropped."));
		assertThat(output).contains("Slipway: reset was rolled back").doesNotContain("'second': reset");
		assertThat(this.database.query("select to_regclass('one'), to_regclass('two')")).containsExactly("one|two");
	}

	@Test
	void whatWasDroppedThroughAnotherDataSourceBeforeIsSaid(@TempDir Path other) {
		Migrator first = migrated();
		Migrator second = second(other);
		beside("select * from one",
				() -> assertThatExceptionOfType(DatabaseException.class)
					.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)))
					.withMessageContaining("In the way: pid ")
					.withMessageEndingWith("Dropped before, through another DataSource, is what Service 'second' owned."
							+ " Nothing else was dropped."));
		assertThat(this.database.query("select to_regclass('one'), to_regclass('two')")).containsExactly("one|null");
		Migrator.resetAll(List.of(first, second), List.of(first, second));
		assertThat(Migrator.migrateAll(List.of(first, second))).extracting((report) -> report.applied().size())
			.containsExactly(1, 1);
	}

	@Test
	void nobodySaysThatNothingWasDroppedWhenTheAnswerToTheCommitIsLost(@TempDir Path other) {
		Migrator first = migrated();
		Migrator second = second(other);
		this.database.execute("""
				create table fuse (i int);
				create function burn() returns trigger language plpgsql as
				'begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10); return null; end';
				create constraint trigger burn after insert on fuse deferrable initially deferred
				for each row execute function burn();
				create function light() returns event_trigger language plpgsql as
				'begin insert into public.fuse select 1 from pg_event_trigger_dropped_objects()
				where object_identity = ''public.one''; end';
				create event trigger light on sql_drop execute function light()""");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNREACHABLE))
			.withMessageContaining("the connection to the database was lost while reset was committed.")
			.withMessageEndingWith("Dropped before, through another DataSource, is what Service 'second' owned. Nobody"
					+ " knows whether it was committed: all of it was, or nothing. Run the command again, which looks at"
					+ " what there is.");
	}

	@Test
	void anInterruptEndsTheWaitOfAReset() throws Exception {
		migrated();
		Migrator migrator = migrator(
				this.scripts.options().withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ZERO)));
		List<Throwable> thrown = new ArrayList<>();
		Thread thread = new Thread(() -> Migrator.resetAll(List.of(migrator), List.of(migrator)));
		thread.setUncaughtExceptionHandler((same, failure) -> thrown.add(failure));
		beside("select * from one", () -> {
			thread.start();
			Waits.until(
					() -> this.database
						.query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
								+ " and datname = current_database()")
						.contains("1"));
			thread.interrupt();
			thread.join();
		});
		assertThat(thrown).singleElement()
			.satisfies((failure) -> assertThat(((DatabaseException) failure).getReason()).isEqualTo(Reason.INTERRUPTED))
			.asString()
			.contains("reset was interrupted", "Nothing was dropped.");
		assertThat(this.database.query("select to_regclass('one')")).containsExactly("one");
	}

	@Test
	void cleanGivesUpAndNamesWhoReadsATable() {
		migrated();
		Migrator migrator = migrator(options().withCleanSchemas("public"));
		beside("select * from one", () -> assertKeptOut("clean", "Nothing was dropped.", migrator::clean));
	}

	@Test
	void repairGivesUpAndNamesWhoHasTheRow() {
		migrated();
		this.scripts.write("001_one.sql", "create table one (i bigint)");
		beside("select * from schema_migrations for update",
				() -> assertKeptOut("repair", "Nothing was changed.", () -> migrator(options()).repair(true)));
	}

	@Test
	void adoptGivesUpAndNamesWhoHasTheOtherTable() {
		this.scripts.delete("001_one.sql");
		this.scripts.write("V1__one.sql", "create table one (i int)");
		FlywayTable.in(this.database).applied("1", "one");
		beside("lock table flyway_schema_history",
				() -> assertKeptOut("adopt", "Nothing was written.", migrator(options())::adopt));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void takingBackAnAdoptionGivesUpAndNamesWhoReadsTheHistory() {
		this.scripts.delete("001_one.sql");
		this.scripts.write("V1__one.sql", "create table one (i int)");
		FlywayTable.in(this.database).applied("1", "one");
		Migrator migrator = migrator(options());
		migrator.adopt();
		beside("select * from schema_migrations",
				() -> assertKeptOut("adopt", "Nothing was written.", () -> migrator.undoAdoption(true)));
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	/** A further service, through a DataSource of its own. */
	private Migrator second(Path folder) {
		Migrator second = new Scripts(folder).write("001_two.sql", "create table two (i int)")
			.migrator(this.database, "second");
		second.migrate();
		return second;
	}

	private Migrator migrated() {
		Migrator migrator = migrator(options());
		migrator.migrate();
		return migrator;
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.of(this.database.dataSource(), options);
	}

	private MigratorOptions options() {
		return this.scripts.options()
			.withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(300)).withLockRetries(1));
	}

	private void beside(String sql, ThrowingCallable work) {
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute(sql);
			work.call();
			other.rollback();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertKeptOut(String command, String nothing, ThrowingCallable work) {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(work)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.LOCK_TIMEOUT))
			.withMessageContaining(command + " was kept from a lock by others, and rolled back.")
			.withMessageContaining("(55P03)")
			.withMessageMatching("(?s).*Tried 2 times\\. In the way: pid \\d+, .*")
			.withMessageEndingWith("\n\n" + nothing);
	}

}
