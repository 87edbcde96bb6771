package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.UndoRefusedException;
import dev.slipway.UndoReport;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.Seed;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Undo whose process or whose sessions are killed, and several at once: each statement of
 * an undo script that may run in a transaction happens exactly once.
 */
class UndoKilledTests {

	private static final int KILLS = 24;

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Seed seed = Seed.of("slipway.test.seed");

	private final Random random = new Random(this.seed.value());

	private final Scripts scripts;

	private final Path folder;

	UndoKilledTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
		this.scripts.write("001_log.sql", "create table log (n int); create table t (i int)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void undoGoesOnWhereverItsProcessIsKilled() throws Exception {
		writeStepwise();
		for (int kills = 0; kills < KILLS;) {
			this.database.execute("drop table if exists log, t, schema_migrations");
			this.scripts.migrator(this.database).migrate();
			for (int tries = 1; !isUndone(); tries++, kills++) {
				MortalDataSource process = new MortalDataSource(this.database.dataSource());
				Future<UndoReport> run = this.threads.submit(() -> this.scripts.migrator(process).undoTo("1"));
				Thread.sleep(this.random.nextInt(80 * tries));
				process.kill();
				if (!isDone(run)) {
					migrateChangesNothingHalfway();
				}
			}
			assertUndone();
		}
	}

	private boolean isUndone() {
		return this.database.query("select 1 from schema_migrations where version <> '1'").isEmpty();
	}

	/** A start meanwhile is refused, or finds all of it applied. */
	private void migrateChangesNothingHalfway() {
		Waits.until(() -> this.database
			.query("select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
			.isEmpty());
		boolean begun = this.database.query("select 1 from schema_migrations where version = '2' and state = 'applied'")
			.isEmpty();
		boolean gone = this.database.query("select 1 from schema_migrations where version = '2'").isEmpty();
		if (gone) {
			return;
		}
		try {
			assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
			assertThat(begun).as("%s", this.seed).isFalse();
		}
		catch (HistoryConflictException ex) {
			assertThat(ex.getMessage()).as("%s", this.seed).contains("is undone in part");
		}
	}

	@Test
	void undoGoesOnWhereverTheServerEndsItsSessions() throws Exception {
		writeStepwise();
		for (int kills = 0; kills < KILLS;) {
			this.database.execute("drop table if exists log, t, schema_migrations");
			this.scripts.migrator(this.database).migrate();
			for (int tries = 1; !isUndone(); tries++, kills++) {
				Future<UndoReport> run = this.threads.submit(() -> this.scripts.migrator(this.database).undoTo("1"));
				Thread.sleep(this.random.nextInt(80 * tries));
				this.database.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = "
						+ "current_database() and pid <> pg_backend_pid()");
				isDone(run);
			}
			assertUndone();
		}
	}

	@Test
	void undoInATransactionHappensAsAWholeOrNotAtAllWhereverItIsKilled() throws Exception {
		for (int i = 2; i <= 6; i++) {
			this.scripts.write(i + "_x.sql",
					"insert into log values (" + i + ");\n-- slipway: undo\n" + "delete from log where n = " + i
							+ ";\nselect pg_sleep(0.01);\ncreate table gone_" + i + " (i int);");
		}
		for (int kills = 0; kills < KILLS;) {
			this.database
				.execute("drop table if exists log, t, schema_migrations, gone_2, gone_3, gone_4, gone_5, gone_6");
			this.scripts.migrator(this.database).migrate();
			for (int tries = 1; !isUndone(); tries++, kills++) {
				MortalDataSource process = new MortalDataSource(this.database.dataSource());
				Future<UndoReport> run = this.threads.submit(() -> this.scripts.migrator(process).undoTo("1"));
				Thread.sleep(this.random.nextInt(60 * tries));
				process.kill();
				isDone(run);
				assertThat(this.database.query("select n from log where (to_regclass('gone_' || n) is null) <> "
						+ "(exists (select from schema_migrations where version = n::text))"))
					.as("%s", this.seed)
					.isEmpty();
			}
			assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("1");
		}
	}

	@Test
	void twoThatUndoOneStepAtOnceUndoNothingTwice() throws Exception {
		for (int i = 2; i <= 9; i++) {
			this.scripts.write(i + "_x.sql", "select 1;\n-- slipway: undo\ninsert into log values (" + i + ");");
		}
		this.scripts.migrator(this.database).migrate();
		while (this.database.query("select 1 from schema_migrations").size() > 2) {
			atOnce(2, () -> this.scripts.migrator(this.database).undo(1));
		}
		assertThat(this.database.query("select count(*) = count(distinct n) from log")).containsExactly("t");
	}

	@Test
	void undoBesideReplicasThatMigrateLeavesWhatTheHistorySays() throws Exception {
		writeReversible();
		this.scripts.migrator(this.database).migrate();
		List<Future<?>> runs = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			runs.add(this.threads.submit(() -> repeat(() -> this.scripts.migrator(this.database).migrate())));
		}
		runs.add(this.threads.submit(() -> repeat(() -> this.scripts.migrator(this.database).undo(1))));
		for (Future<?> run : runs) {
			run.get();
		}
		assertThatHistoryIsTrue();
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void undoThroughAPoolerBesideReplicasThatMigrate() throws Exception {
		writeReversible();
		writeStepwise();
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")),
				6)) {
			this.scripts.migrator(pooler.database()).migrate();
			Future<?> undos = this.threads.submit(() -> repeat(() -> this.scripts.migrator(pooler.database()).undo(1)));
			Future<?> starts = this.threads
				.submit(() -> repeat(() -> this.scripts.migrator(pooler.database()).migrate()));
			undos.get();
			starts.get();
			this.scripts.migrator(pooler.database()).undoTo("1");
		}
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
		assertThat(this.database.query("select 1 from pg_class where relname ~ '^t_'")).isEmpty();
	}

	/** The sum of a version is 1 while it is applied. */
	private void writeReversible() {
		for (int i = 3; i <= 7; i++) {
			this.scripts.write(i + "_x.sql",
					"insert into log values (" + i + ");\n-- slipway: undo\ninsert into log values (-" + i + ");");
		}
	}

	private void assertThatHistoryIsTrue() {
		assertThat(this.database
			.query("select v from generate_series(3, 7) v where (select coalesce(sum(sign(n)), 0) from log "
					+ "where abs(n) = v) <> (select count(*) from schema_migrations where version = v::text)"))
			.isEmpty();
	}

	/** What another process has done meanwhile may refuse it. */
	private static Object repeat(Runnable run) {
		for (int i = 0; i < 12; i++) {
			try {
				run.run();
			}
			catch (DatabaseException ex) {
				assertThat(ex.getMessage()).contains("another process has applied migrations while undo ran");
			}
			catch (HistoryConflictException ex) {
				assertThat(ex.getMessage()).contains("is undone in part");
			}
			catch (UndoRefusedException ex) {
				assertThat(ex.getMessage()).containsAnyOf("'001_log' cannot be undone", "is not finished");
			}
		}
		return "";
	}

	private void writeStepwise() {
		StringBuilder script = new StringBuilder("-- slipway: no-transaction\n");
		StringBuilder undo = new StringBuilder();
		for (int i = 0; i < 12; i += 3) {
			script.append("create index t_").append(i).append(" on t (i);\n");
			undo.append("insert into log values (").append(i).append(");\n");
			undo.append("begin; insert into log values (").append(i + 1).append("); commit;\n");
			undo.append("insert into log select ").append(i + 2).append(" from pg_sleep(0.005);\n");
			undo.append("drop index concurrently t_").append(i).append(";\n");
		}
		this.scripts.write("002_x.sql", script + "-- slipway: undo\n" + undo);
	}

	private void assertUndone() {
		assertThat(this.database.query("select count(*), count(distinct n) from log")).as("%s", this.seed)
			.containsExactly("12|12");
		assertThat(this.database.query("select 1 from pg_index where indrelid = 't'::regclass")).isEmpty();
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	private void atOnce(int many, Callable<UndoReport> undo) throws Exception {
		CyclicBarrier start = new CyclicBarrier(many);
		List<Future<UndoReport>> runs = new ArrayList<>();
		for (int i = 0; i < many; i++) {
			runs.add(this.threads.submit(() -> {
				start.await();
				return undo.call();
			}));
		}
		for (Future<UndoReport> run : runs) {
			run.get();
		}
	}

	private static boolean isDone(Future<UndoReport> run) throws InterruptedException {
		try {
			run.get();
			return true;
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOfAny(MortalDataSource.Killed.class, DatabaseException.class,
					MigrationFailedException.class);
			return false;
		}
	}

}
