package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import dev.slipway.Migrator;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that is killed has done all or nothing, and the next one goes on.
 */
class KilledCommandTests {

	private static final int KILLS = 8;

	private static final String FILES = "select version from schema_migrations order by id";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	KilledCommandTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table one (i int)")
			.write("002_two.sql", "create table two (i int)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void repairChangesAllRowsOrNone() throws Exception {
		for (int i = 0; i < KILLS; i++) {
			TestDatabase database = migrated();
			this.scripts.write("001_one.sql", "create table one (i bigint)")
				.write("002_two.sql", "create table two (i bigint)");
			kill(database, i, (migrator) -> migrator.repair(true));
			Migrator next = this.scripts.migrator(database);
			assertThat(next.repair(false).changes().size()).isIn(0, 2);
			next.repair(true);
			assertThat(next.validate().version()).isEqualTo("2");
			this.scripts.write("001_one.sql", "create table one (i int)")
				.write("002_two.sql", "create table two (i int)");
		}
	}

	@Test
	void resetDropsAllOrNothing() throws Exception {
		for (int i = 0; i < KILLS; i++) {
			TestDatabase database = migrated();
			kill(database, i, (migrator) -> Migrator.resetAll(List.of(migrator), List.of(migrator)));
			assertThat(database
				.query("select count(*) from pg_class where relname in ('one', 'two', 'schema_migrations')"))
				.isIn(List.of("0"), List.of("3"));
			Migrator next = this.scripts.migrator(database);
			Migrator.resetAll(List.of(next), List.of(next));
			assertThat(next.migrate().applied()).hasSize(2);
		}
	}

	@Test
	void baselineRecordsAllOrNothing() throws Exception {
		for (int i = 0; i < KILLS; i++) {
			TestDatabase database = TestPostgres.server().createDatabase();
			kill(database, i, (migrator) -> migrator.baseline("2", true, List.of(migrator)));
			boolean exists = !database.query("select to_regclass('schema_migrations')").contains("null");
			if (!exists || database.query(FILES).isEmpty()) {
				Migrator next = this.scripts.migrator(database);
				assertThat(next.baseline("2", true, List.of(next))).hasSize(2);
			}
			assertThat(database.query(FILES)).containsExactly("1", "2");
			assertThat(this.scripts.migrator(database).migrate().applied()).isEmpty();
		}
	}

	private TestDatabase migrated() {
		TestDatabase database = TestPostgres.server().createDatabase();
		this.scripts.migrator(database).migrate();
		return database;
	}

	private void kill(TestDatabase database, int moment, Consumer<Migrator> command) throws Exception {
		MortalDataSource process = new MortalDataSource(database.dataSource());
		Future<?> run = this.threads.submit(() -> command.accept(this.scripts.migrator(process)));
		Thread.sleep(moment * 5L);
		process.kill();
		Waits.until(run::isDone);
		Waits.until(
				() -> database
					.query("select count(*) from pg_stat_activity where datname = current_database()"
							+ " and pid <> pg_backend_pid() and state <> 'idle'")
					.contains("0"));
	}

}
