package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.Migrator;
import dev.slipway.UnknownVersionException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A database that was made by hand is taken over: its files are recorded and do not run.
 */
class BaselineTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	BaselineTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder)
			.write("001_one.sql", "create table one (i int primary key);\n-- slipway: undo\ndrop table one;")
			.write("002_two.sql", "create table two (i int); create index concurrently two_i on two (i)")
			.write("003_three.sql", "create table three (i int)")
			.write("R__view.sql", "create or replace view v as select 1 as one");
		this.database.execute(
				"create table one (i int primary key); create table two (i int);" + " create index two_i on two (i)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void filesUpToTheVersionAreRecordedAndTheRestRuns() {
		assertThat(baseline("2", true)).containsExactly("001_one", "002_two");
		assertThat(rows()).containsExactly("1|one|applied|baseline|1", "2|two|applied|baseline|2");
		assertThat(this.database.query("select undo_script from schema_migrations where version = '1'").get(0))
			.contains("drop table one;");
		assertThat(migrator().migrate().applied()).extracting(Applied::label).containsExactly("003_three", "R__view");
		assertThat(migrator().plan().migrations()).extracting(Entry::state).allMatch((state) -> !state.isPending());
	}

	@Test
	void withoutAConfirmationNothingIsWritten() {
		assertThat(baseline("002", false)).containsExactly("001_one", "002_two");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void aHistoryWithRowsIsRefused() {
		baseline("1", true);
		assertThatIllegalStateException().isThrownBy(() -> baseline("2", true))
			.withMessageContaining("has a history in \"public\".\"schema_migrations\" with 1 row");
		assertThat(rows()).hasSize(1);
	}

	@Test
	void anEmptyHistoryIsNone() {
		baseline("1", true);
		this.database.execute("delete from schema_migrations");
		assertThat(baseline("2", true)).hasSize(2);
	}

	@Test
	void aVersionWithoutAFileIsRefused() {
		assertThatExceptionOfType(UnknownVersionException.class).isThrownBy(() -> baseline("7", true))
			.withMessage("Slipway has no file of version '7'. The nearest is 3.");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> baseline("two", true));
	}

	@Test
	void theHistoryOfAnotherToolIsRefused() {
		this.database.execute("create table flyway_schema_history (installed_rank int, version varchar(50), description"
				+ " varchar(200), type varchar(20), script varchar(1000), checksum int, installed_by varchar(100),"
				+ " installed_on timestamp, execution_time int, success bool);"
				+ " insert into flyway_schema_history values (1, '1', 'x', 'SQL', 'x', 1, 'x', now(), 1, true)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> baseline("2", true))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.FOREIGN_HISTORY));
	}

	@Test
	void severalAtOnceRecordItOnce() throws Exception {
		List<Future<List<String>>> runs = IntStream.range(0, 4)
			.mapToObj((i) -> this.threads.submit(() -> baseline("2", true)))
			.toList();
		int done = 0;
		for (Future<List<String>> run : runs) {
			try {
				done += run.get().size() / 2;
			}
			catch (ExecutionException ex) {
				assertThat(ex).cause().isInstanceOf(IllegalStateException.class).hasMessageContaining("has a history");
			}
		}
		assertThat(done).isEqualTo(1);
		assertThat(rows()).hasSize(2);
	}

	@Test
	void itIsRecordedInFullOrNotAtAllWhereverTheProcessIsKilled() throws Exception {
		for (int i = 0; i < 15; i++) {
			MortalDataSource process = new MortalDataSource(this.database.dataSource());
			Migrator migrator = this.scripts.migrator(process);
			Future<List<String>> run = this.threads.submit(() -> migrator.baseline("2", true, List.of(migrator)));
			Thread.sleep(i * 2L);
			process.kill();
			Waits.until(run::isDone);
			if (!this.database.query("select to_regclass('schema_migrations')").contains("null")) {
				assertThat(rows().size()).isIn(0, 2);
				this.database.execute("drop table schema_migrations");
			}
		}
		assertThat(baseline("2", true)).hasSize(2);
	}

	@Test
	void aTriggerThatLosesRowsIsNoticed() {
		baseline("1", true);
		this.database
			.execute("delete from schema_migrations; create function lose() returns trigger language plpgsql as"
					+ " $$begin return null; end$$; create trigger lose before insert on schema_migrations for each row"
					+ " execute function lose()");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> baseline("2", true))
			.withMessageContaining("the row that was written is not there");
		assertThat(rows()).isEmpty();
	}

	@Test
	void whatTheFilesMakeIsComparedWithTheDatabase() {
		assertThat(compare("2")).isEmpty();
		this.database.execute("alter table one add column extra text default 'x'; drop index two_i;"
				+ " create schema other; create table other.kept (i int); grant select on one to public");
		assertThat(compare("2")).satisfiesExactlyInAnyOrder(
				(text) -> assertThat(text).startsWith("column order of table public.one"),
				(text) -> assertThat(text).startsWith("table column public.one.extra").contains("files: missing"),
				(text) -> assertThat(text).startsWith("index public.two_i").contains("database: missing"));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	private List<String> compare(String target) {
		TestDatabase empty = TestPostgres.server().createDatabase();
		Migrator migrator = migrator();
		return migrator.compareBaseline(target, empty.dataSource(), List.of(migrator));
	}

	private List<String> baseline(String target, boolean confirmed) {
		Migrator migrator = migrator();
		return migrator.baseline(target, confirmed, List.of(migrator));
	}

	private Migrator migrator() {
		return this.scripts.migrator(this.database);
	}

	private List<String> rows() {
		return this.database
			.query("select version, name, state, origin, statements from schema_migrations order by id");
	}

}
