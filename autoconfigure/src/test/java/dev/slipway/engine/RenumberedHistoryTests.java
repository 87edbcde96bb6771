package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.AdoptionRefusedException;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.Timeouts;
import dev.slipway.testing.FlightCounter;
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
 * A database that has applied timestamps follows when the files have numbers: nothing
 * runs again, whoever starts when, and whatever is killed.
 */
@ExtendWith(OutputCaptureExtension.class)
class RenumberedHistoryTests {

	private static final String T1 = "20260101120000";

	private static final String T2 = "20260102120000";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts old;

	private final Scripts renumbered;

	RenumberedHistoryTests(@TempDir Path folder) {
		this.old = new Scripts(folder.resolve("old")).write("001_one.sql", "create table log (n int)")
			.write(T1 + "_two.sql", "insert into log values (2)")
			.write(T2 + "_three.sql", "insert into log values (3)");
		this.renumbered = new Scripts(folder.resolve("new")).write("001_one.sql", "create table log (n int)")
			.write("002_two.sql", "insert into log values (2)")
			.write("003_three.sql", "insert into log values (3)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void theRowsGetTheNumbersAndNothingRunsAgain(CapturedOutput output) {
		this.old.migrator(this.database).migrate();
		MigrationReport report = this.renumbered.migrator(this.database).migrate();
		assertThat(report.applied()).isEmpty();
		assertThat(report.version()).isEqualTo("3");
		assertThat(report.ahead()).isEmpty();
		assertThat(rows()).containsExactly("1", "2", "3");
		assertThat(log()).containsExactly("2", "3");
		assertThat(output).contains("has recorded the versions that applied files have now, and run nothing again: "
				+ T1 + "_two is 2, " + T2 + "_three is 3");
		this.renumbered.write("004_four.sql", "insert into log values (4)");
		assertThat(this.renumbered.migrator(this.database).migrate().applied()).hasSize(1);
	}

	@Test
	void aPendingFileRunsBehindThemInTheSameStart() {
		this.old.migrator(this.database).migrate();
		this.renumbered.write("004_four.sql", "insert into log values (4)").write("beforeMigrate.sql", "select 1");
		assertThat(this.renumbered.migrator(this.database).migrate().applied()).hasSize(1);
		assertThat(rows()).containsExactly("1", "2", "3", "4");
		assertThat(log()).containsExactly("2", "3", "4");
	}

	@Test
	void aFileThatWentFromOneNumberToAnotherIsRefusedAndNamed() {
		this.renumbered.migrator(this.database).migrate();
		this.renumbered.write("004_two.sql", "insert into log values (2)").delete("002_two.sql");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.renumbered.migrator(this.database).migrate())
			.withMessageContaining("Version 2 (two) was applied")
			.withMessageContaining("004_two.sql has its text, and would run it again: give that file back this version,"
					+ " or remove it.");
		assertThat(log()).containsExactly("2", "3");
	}

	@Test
	void anOlderReleaseThatRestartsIsUpToDateAndLeavesTheNumbers(CapturedOutput output) {
		this.old.migrator(this.database).migrate();
		this.renumbered.write("004_four.sql", "insert into log values (4)");
		this.renumbered.migrator(this.database).migrate();
		MigrationReport report = this.old.migrator(this.database).migrate();
		assertThat(report.applied()).isEmpty();
		assertThat(report.ahead()).containsExactly("4");
		assertThat(this.old.migrator(this.database).validate().ahead()).containsExactly("4");
		assertThat(output).contains("a newer release has given other versions to applied files, and this one still has"
				+ " the timestamps: 2_two is " + T1);
		assertThat(rows()).containsExactly("1", "2", "3", "4");
		assertThat(log()).containsExactly("2", "3", "4");
	}

	@Test
	void whoOnlyLooksIsUpToDateAndSaysSo(CapturedOutput output) {
		this.old.migrator(this.database).migrate();
		this.renumbered.migrator(this.database).validate();
		assertThat(output).contains("applied files have other versions now, which the next start in mode 'migrate'"
				+ " records: " + T1 + "_two is 2");
		assertThat(rows()).containsExactly("1", T1, T2);
	}

	@Test
	void thePlanHasThemAsRenumbered() {
		this.old.migrator(this.database).migrate();
		MigrationPlan plan = this.renumbered.migrator(this.database).plan();
		assertThat(plan.migrations()).extracting(Entry::label, Entry::state)
			.extracting(Object::toString)
			.containsExactly("(\"001_one\", APPLIED)", "(\"002_two\", RENUMBERED)", "(\"003_three\", RENUMBERED)");
		assertThat(plan.pending()).isEmpty();
		assertThat(plan.conflicts()).isEmpty();
	}

	@Test
	void aReadOnlyDatabaseIsLeftAsItIs() {
		this.old.migrator(this.database).migrate();
		this.database.execute("alter database \"" + this.database.name() + "\" set default_transaction_read_only = on");
		assertThat(this.renumbered.migrator(this.database).migrate().applied()).isEmpty();
		assertThat(rows()).containsExactly("1", T1, T2);
	}

	@Test
	void aRoleThatMayNotChangeRowsIsTold() {
		this.old.migrator(this.database).migrate();
		String role = "r_" + this.database.name();
		this.database
			.execute("create role " + role + " login password 'p';" + "grant insert, select on schema_migrations to "
					+ role + "; grant create on schema public to " + role);
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.renumbered.migrator(this.database.as(role, "p").dataSource()).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_PRIVILEGE))
			.withMessageContaining("UPDATE");
		assertThat(rows()).containsExactly("1", T1, T2);
	}

	@Test
	void replicasThatStartTogetherRecordItOnce() throws Exception {
		this.old.migrator(this.database).migrate();
		this.renumbered.write("004_four.sql", "insert into log values (4)");
		assertThat(Race.ofEight(this.threads, () -> this.renumbered.migrator(this.database))).isEqualTo(1);
		assertThat(rows()).containsExactly("1", "2", "3", "4");
		assertThat(log()).containsExactly("2", "3", "4");
	}

	@Test
	void oldAndNewReplicasThatStartTogetherOnANewDatabaseRunEachFileOnce() throws Exception {
		boolean[] turn = new boolean[1];
		Race.ofEight(this.threads, () -> {
			synchronized (turn) {
				turn[0] = !turn[0];
				return (turn[0] ? this.old : this.renumbered).migrator(this.database);
			}
		});
		assertThat(log()).containsExactly("2", "3");
		this.renumbered.migrator(this.database).migrate();
		assertThat(rows()).containsExactly("1", "2", "3");
	}

	@Test
	void aRunThatPlannedBeforeAnotherRecordedItGoesOn() {
		this.old.migrator(this.database).migrate();
		this.renumbered.write("004_four.sql", "insert into log values (4)");
		PausingDataSource paused = new PausingDataSource(this.database.dataSource(),
				() -> this.renumbered.migrator(this.database).migrate());
		assertThat(this.renumbered.migrator(paused).migrate().applied()).isEmpty();
		assertThat(log()).containsExactly("2", "3", "4");
	}

	@Test
	void itHappensInFullOrNotAtAllWhereverTheProcessIsKilled() throws Exception {
		this.old.migrator(this.database).migrate();
		for (int i = 0; i < 15; i++) {
			MortalDataSource process = new MortalDataSource(this.database.dataSource());
			Future<MigrationReport> run = this.threads.submit(() -> this.renumbered.migrator(process).migrate());
			Thread.sleep(i);
			process.kill();
			Waits.until(run::isDone);
			assertThat(rows()).isIn(List.of("1", T1, T2), List.of("1", "2", "3"));
			assertThat(this.renumbered.migrator(this.database).migrate().applied()).isEmpty();
			assertThat(rows()).containsExactly("1", "2", "3");
			this.database.execute("update schema_migrations set version = case version when '2' then '" + T1
					+ "' when '3' then '" + T2 + "' else version end");
		}
		assertThat(log()).containsExactly("2", "3");
	}

	@Test
	void whatIsLockedIsWaitedForWithoutAnyHarm() throws Exception {
		this.old.migrator(this.database).migrate();
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			TestDatabase.query(other, "select version from schema_migrations where version = '" + T2 + "' for update");
			Future<MigrationReport> run = this.threads.submit(() -> this.renumbered.migrator(this.database).migrate());
			Waits
				.until(() -> this.database.query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
					.contains("1"));
			other.rollback();
			assertThat(run.get().applied()).isEmpty();
		}
		assertThat(rows()).containsExactly("1", "2", "3");
	}

	@Test
	void aStartBesideAnOlderReleaseThatAppliesATimestampWaitsAndFollows() throws Exception {
		followBeside("lock table gate;\ninsert into log values (3)");
	}

	@Test
	void aStartBesideAnOlderReleaseThatRunsStatementByStatementWaitsAndFollows() throws Exception {
		followBeside(
				"insert into log values (3);\ncreate index concurrently late on gate (i);\ninsert into log values (4)");
		assertThat(log()).containsExactly("2", "3", "4");
	}

	/** Its row says that it runs, and nobody holds the lock. */
	@Test
	void aFileThatAKilledProcessHasLeftUnderItsTimestampIsRefusedAndNotWaitedFor() {
		this.old.migrator(this.database).migrate();
		this.database.execute("update schema_migrations set state = 'running' where version = '" + T2 + "'");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.renumbered.migrator(this.database).migrate())
			.withMessageContaining("003_three.sql");
		assertThat(log()).containsExactly("2", "3");
		assertThat(rows()).containsExactly("1", T1, T2);
	}

	/** A start of the new release while the old one applies its last timestamp. */
	private void followBeside(String last) throws Exception {
		this.database.execute("create table gate (i int)");
		this.old.delete(T2 + "_three.sql");
		this.old.migrator(this.database).migrate();
		this.old.write(T2 + "_three.sql", last);
		this.renumbered.write("003_three.sql", last).write("004_four.sql", "insert into gate values (4)");
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			TestDatabase.query(other, "insert into gate values (1) returning i");
			Future<MigrationReport> run = this.threads.submit(() -> withoutLockTimeout(this.old).migrate());
			Waits.until(() -> waiting("relation", "virtualxid", "transactionid") == 1);
			List<Future<MigrationReport>> starts = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				starts.add(this.threads.submit(() -> withoutLockTimeout(this.renumbered).migrate()));
			}
			Waits.until(() -> starts.stream().anyMatch(Future::isDone) || this.database
				.query("select count(*) from pg_stat_activity where query like '%pg_lock_status%'"
						+ " and datname = current_database() and pid <> pg_backend_pid()")
				.contains("3"));
			for (Future<MigrationReport> start : starts) {
				if (start.isDone()) {
					start.get();
				}
			}
			Future<List<MigrationReport>> waiting = this.threads.submit(
					() -> Migrator.awaitAll(List.of(this.renumbered.migrator(this.database)), Duration.ofMinutes(1)));
			assertThat(starts).noneMatch(Future::isDone);
			other.rollback();
			assertThat(run.get().applied()).hasSize(1);
			int applied = 0;
			for (Future<MigrationReport> start : starts) {
				applied += start.get().applied().size();
			}
			assertThat(applied).isEqualTo(1);
			assertThat(waiting.get()).extracting(MigrationReport::version).containsExactly("4");
		}
		assertThat(this.database.query("select version, state from schema_migrations order by id"))
			.containsExactly("1|applied", "2|applied", "3|applied", "4|applied");
		assertThat(log()).startsWith("2", "3");
		assertThat(this.database.query("select i from gate")).containsExactly("4");
		assertThat(this.old.migrator(this.database).migrate().applied()).isEmpty();
	}

	private Migrator withoutLockTimeout(Scripts scripts) {
		return Migrator.of(this.database.dataSource(),
				scripts.options().withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ZERO)));
	}

	private int waiting(String... events) {
		return Integer.parseInt(this.database
			.query("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and wait_event in ('"
					+ String.join("', '", events) + "') and datname = current_database()")
			.get(0));
	}

	@Test
	void twoRowsThatMayBeMeantAreRefused() {
		this.old.write("20260103120000_two.sql", "insert into log values (2)");
		this.old.migrator(this.database).migrate();
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.renumbered.migrator(this.database).migrate())
			.withMessageContaining("nothing tells which file became which");
		assertThat(rows()).containsExactly("1", T1, T2, "20260103120000");
	}

	@Test
	void adoptedTimestampsFollowToo() {
		Scripts before = new Scripts(this.old.folder().resolveSibling("before"))
			.write(T1 + "_two.sql", "-- migrate:up\ncreate table two (i int);\n-- migrate:down\ndrop table two;")
			.write(T2 + "_three.sql", "-- migrate:up\ncreate table three (i int);\n-- migrate:down\ndrop table three;");
		Scripts after = new Scripts(this.old.folder().resolveSibling("after"))
			.write("001_two.sql", "-- migrate:up\ncreate table two (i int);\n-- migrate:down\ndrop table two;")
			.write("002_three.sql", "-- migrate:up\ncreate table three (i int);\n-- migrate:down\ndrop table three;");
		this.database.execute("create table schema_migrations (version varchar(255) primary key);"
				+ " insert into schema_migrations values ('" + T1 + "'), ('" + T2 + "')");
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(() -> moved(after).adopt())
			.withMessageContaining(T1)
			.withMessageContaining("has no file");
		moved(before).adopt();
		assertThat(moved(after).migrate().applied()).isEmpty();
		assertThat(this.database.query("select version from slipway_history order by id")).containsExactly("1", "2");
	}

	private Migrator moved(Scripts scripts) {
		return Migrator.of(this.database.dataSource(), scripts.options().withTable("slipway_history"));
	}

	@Test
	void onceRecordedAStartCostsOneRoundTrip() throws Exception {
		this.old.migrator(this.database).migrate();
		this.renumbered.migrator(this.database).migrate();
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			this.renumbered.migrator(pool).migrate();
			proxy.reset();
			this.renumbered.migrator(pool).migrate();
			assertThat(proxy.flights()).isEqualTo(1);
		}
	}

	private List<String> rows() {
		return this.database.query("select version from schema_migrations order by id");
	}

	private List<String> log() {
		return this.database.query("select n from log order by n");
	}

}
