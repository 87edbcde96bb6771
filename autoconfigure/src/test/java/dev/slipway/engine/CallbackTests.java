package dev.slipway.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.DatabaseException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.files.VersionOrder;
import dev.slipway.engine.run.Listeners;
import dev.slipway.engine.run.MigrationRun;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Callbacks around a run, and repeatables: in sets that are made here, whatever the files
 * of a layout are called.
 */
class CallbackTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	private int folders;

	CallbackTests(@TempDir Path folder) {
		this.folder = folder;
		this.database.execute("create table log(id int generated always as identity, what text)");
	}

	@Test
	void callbacksRunAroundARunAndNotAroundOneThatAppliesNothing() {
		List<Migration> files = read(Map.of("1_a.sql", log("a")));
		List<Callback> callbacks = callbacks(Event.BEFORE_MIGRATE, Event.AFTER_MIGRATE, Event.AFTER_MIGRATE_APPLIED);
		run(files, List.of(), callbacks);
		assertThat(log()).containsExactly("BEFORE_MIGRATE", "a", "AFTER_MIGRATE_APPLIED", "AFTER_MIGRATE");
		run(files, List.of(), callbacks);
		assertThat(log().subList(4, 6)).containsExactly("BEFORE_MIGRATE", "AFTER_MIGRATE");
	}

	@Test
	void eachFileThatDoesNotRunInATransactionHasItsCallbacks() {
		run(read(Map.of("1_a.sql", "vacuum log; " + log("a"))), List.of(),
				callbacks(Event.BEFORE_EACH_MIGRATE, Event.AFTER_EACH_MIGRATE));
		assertThat(log()).containsExactly("BEFORE_EACH_MIGRATE", "a", "AFTER_EACH_MIGRATE");
	}

	@Test
	void aCallbackThatFailsStopsTheRunWithItsPlace() {
		List<Callback> callbacks = List.of(new Callback(Event.BEFORE_MIGRATE, "beforeMigrate.sql",
				read(Map.of("1_c.sql", "select broken")).get(0).script()));
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> run(read(Map.of("1_a.sql", log("a"))), List.of(), callbacks))
			.withMessageMatching("(?s)Migration beforeMigrate.sql failed in .*1_c.sql at line 1, column 8.*")
			.withMessageContaining("beforeMigrate was rolled back in full");
		assertThat(log()).isEmpty();
	}

	@Test
	void aCallbackThatFailsWithNothingPendingIsToldWithItsPlace(@TempDir Path files) throws IOException {
		Scripts scripts = new Scripts(files);
		scripts.write("V1__a.sql", log("a"));
		scripts.migrator(this.database).migrate();
		scripts.write("afterMigrate.sql", "select broken");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> scripts.migrator(this.database).migrate())
			.withMessageMatching(
					"(?s)Migration afterMigrate.sql failed at line 1, column 8:.*afterMigrate was rolled back in full.");
	}

	@Test
	void ofACallbackThatDoesNotRunInOneTransactionIsSaidWhatStays() {
		String sql = log("one") + ";\nvacuum log;\nselect broken;\n" + log("two");
		assertFails(sql, "Applied in this run: 1_a. Statements 1 to 2 of afterMigrate (lines 1 to 2) stay applied; "
				+ "afterMigrate begins with statement 1 at the next start.");
		assertThat(log()).containsExactly("a", "one");
	}

	@Test
	void ofACallbackThatFailsInItsFirstStatementNothingStays() {
		assertFails("vacuum nowhere; " + log("one"),
				"Nothing of afterMigrate stays applied; the next start begins with its first statement.");
	}

	@Test
	void whatACallbackHasCommittedStaysWhenItsConnectionIsLost() {
		List<Callback> callbacks = afterMigrate(
				log("one") + "; vacuum log; select pg_terminate_backend(pg_backend_pid())");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> run(read(Map.of("1_a.sql", log("a"))), List.of(), callbacks))
			.withMessageContaining("What is recorded stays applied, and so does what 'afterMigrate' has committed, "
					+ "which does not run in one transaction. It begins with statement 1 at the next start.");
	}

	@Test
	void aCallbackThatIsCancelledBesideATransactionIsNotSaidToBeRolledBack() {
		List<Callback> callbacks = afterMigrate(log("one") + "; vacuum log; select pg_sleep(600)");
		Thread runner = Thread.currentThread();
		Thread interrupter = new Thread(() -> {
			Waits.until(() -> !this.database
				.query("select 1 from pg_stat_activity where query like '%/ select pg_sleep(600)' and state = 'active' "
						+ "and datname = current_database()")
				.isEmpty());
			runner.interrupt();
		});
		interrupter.start();
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> run(read(Map.of("1_a.sql", log("a"))), List.of(), callbacks))
			.withMessageContaining("'afterMigrate' was cancelled at ")
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("rolled back"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void theRemedyOfAStatementThatRefusesATransactionHelpsOnlyCallbacksOfARun() {
		String line = "Put the line '-- slipway: no-transaction' into the file";
		for (Event event : Event.values()) {
			for (String sql : List.of(log("a"), "vacuum log")) {
				this.database.execute("drop table if exists schema_migrations");
				Callback callback = new Callback(event, "callback.sql",
						read(Map.of("1_c.sql", "do $$ begin commit; end $$")).get(0).script());
				boolean each = event.name().contains("EACH");
				assertThatExceptionOfType(MigrationFailedException.class).as(event + ": " + sql)
					.isThrownBy(() -> run(read(Map.of("1_a.sql", sql)), List.of(), List.of(callback)))
					.satisfies((failure) -> assertThat(failure.getMessage().contains(line)).isEqualTo(!each));
			}
		}
	}

	private void assertFails(String callback, String message) {
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> run(read(Map.of("1_a.sql", log("a"))), List.of(), afterMigrate(callback)))
			.withMessageEndingWith(message);
	}

	private List<Callback> afterMigrate(String sql) {
		return List
			.of(new Callback(Event.AFTER_MIGRATE, "afterMigrate.sql", read(Map.of("1_c.sql", sql)).get(0).script()));
	}

	@Test
	void aCallbackOfEachMigrationThatRefusesATransactionIsRefused() {
		List<Callback> callbacks = List.of(new Callback(Event.BEFORE_EACH_MIGRATE, "beforeEachMigrate.sql",
				read(Map.of("1_c.sql", "vacuum")).get(0).script()));
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> run(read(Map.of("1_a.sql", log("a"))), List.of(), callbacks))
			.withMessageContaining("cannot run in the transaction of each migration");
	}

	@Test
	void aCallbackThatRefusesATransactionRunsOutsideOfOne() {
		List<Callback> callbacks = List.of(new Callback(Event.AFTER_MIGRATE, "afterMigrate.sql",
				read(Map.of("1_c.sql", log("before the vacuum") + "; vacuum log; " + log("after it"))).get(0)
					.script()));
		run(read(Map.of("1_a.sql", log("a"))), List.of(), callbacks);
		assertThat(log()).containsExactly("a", "before the vacuum", "after it");
	}

	@Test
	void aRepeatableRunsAgainWhenItHasChanged() {
		List<Migration> files = read(Map.of("1_a.sql", log("a")));
		run(files, List.of(repeatable(log("r1"))), List.of());
		assertThat(run(files, List.of(repeatable(log("r1"))), List.of()).applied()).isEmpty();
		MigrationReport report = run(files, List.of(repeatable(log("r2"))), List.of());
		assertThat(report.applied()).extracting(MigrationReport.Applied::label).containsExactly("R__r");
		assertThat(report.version()).isEqualTo("1");
		assertThat(log()).containsExactly("a", "r1", "r2");
		assertThat(this.database.query("select version, name, kind from schema_migrations order by id"))
			.containsExactly("1|a|versioned", "null|r|repeatable", "null|r|repeatable");
	}

	@Test
	void aRepeatableThatStoppedInTheMiddleBeginsAnewWhenItsStartHasChanged() {
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> run(List.of(), List.of(repeatable(log("r1") + "; vacuum nowhere")), List.of()));
		MigrationReport report = run(List.of(), List.of(repeatable(log("r2") + "; vacuum log")), List.of());
		assertThat(report.version()).isNull();
		assertThat(report.applied()).hasSize(1);
		assertThat(log()).containsExactly("r1", "r2");
	}

	@Test
	void theUndoScriptIsKeptWithTheRow() {
		Script undo = read(Map.of("1_a.sql", "drop table \"it's $slipway$\"")).get(0).script();
		undo.parse();
		Migration file = read(Map.of("1_a.sql", log("a"))).get(0);
		Migration whole = new Migration(Migration.Kind.VERSIONED, file.version(), "a", false, "1_a.sql", file.script(),
				undo);
		run(List.of(whole), List.of(), List.of());
		assertThat(this.database.query("select undo_script from schema_migrations"))
			.containsExactly("drop table \"it's $slipway$\";\n");
	}

	private Migration repeatable(String sql) {
		return new Migration(Migration.Kind.REPEATABLE, null, "r", false, "R__r.sql",
				read(Map.of("1_r.sql", sql)).get(0).script(), null);
	}

	private List<Callback> callbacks(Event... events) {
		List<Callback> callbacks = new ArrayList<>();
		for (Event event : events) {
			callbacks
				.add(new Callback(event, event + ".sql", read(Map.of("1_c.sql", log(event.name()))).get(0).script()));
		}
		return callbacks;
	}

	private List<Migration> read(Map<String, String> files) {
		Scripts scripts = new Scripts(this.folder.resolve("folder" + this.folders++));
		files.forEach(scripts::write);
		return MigrationReader
			.read("", List.of(scripts.location()), List.of(), new PathMatchingResourcePatternResolver(),
					ReadingRules.DEFAULT)
			.versioned();
	}

	private MigrationReport run(List<Migration> versioned, List<Migration> repeatables, List<Callback> callbacks) {
		MigrationRun run = MigrationRun.prepare(this.database.dataSource(), MigratorOptions.of(""), new MigrationSet("",
				VersionOrder.BY_TIME, versioned, List.of(), repeatables, callbacks, List.of(), null),
				new Listeners(List.of()));
		run.requireApplicable();
		return run.execute();
	}

	private static String log(String what) {
		return "insert into log(what) values ('" + what + "')";
	}

	private List<String> log() {
		return this.database.query("select what from log order by id");
	}

}
