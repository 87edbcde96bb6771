package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Migrations through PgBouncer in transaction mode.
 */
@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
@ExtendWith(OutputCaptureExtension.class)
class PoolerTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final Path folder;

	private TestPooler pooler;

	PoolerTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
	}

	@BeforeEach
	void startPooler() throws Exception {
		this.pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")), 4);
	}

	@AfterEach
	void stopPooler() {
		this.pooler.close();
	}

	@Test
	void historiesThatAreReadTogetherLeaveNothingInTheSessions() {
		this.scripts.write("001_one.sql", "create table if not exists t(i int)");
		DataSource dataSource = this.pooler.database().dataSource();
		List<Migrator> services = List.of(Migrator.of(dataSource, this.scripts.options("a").withTable("history_of_a")),
				Migrator.of(dataSource, this.scripts.options("b").withTable("history_of_b")));
		Migrator.migrateAll(services);
		assertThat(Migrator.migrateAll(services)).extracting((report) -> report.applied().size()).containsExactly(0, 0);
		assertThat(this.pooler.database()
			.query("select concat_ws(' ', current_setting('search_path'), current_setting('lock_timeout'))"))
			.containsExactly("\"$user\", public 0");
	}

	@Test
	void aPoolerIsNoticedAndSaidOnce(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table if not exists t(i int)");
		Migrator.migrateAll(List.of(this.scripts.migrator(this.pooler.database(), "a"),
				this.scripts.migrator(this.pooler.database(), "b")));
		assertThat(output.getOut().split("A transaction pooler stands between", -1)).hasSize(2);
		assertThat(output).contains("(Service 'a', Service 'b')");
	}

	@Test
	void withoutAPoolerNothingIsSaid(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table t(i int)");
		this.scripts.migrator(this.database).migrate();
		assertThat(output).doesNotContain("pooler");
	}

	@Test
	void nothingIsPreparedInSessionsThatOthersGetNext() {
		for (int i = 101; i <= 130; i++) {
			this.scripts.write(i + "_plain.sql", "create table t" + i + " (i int)");
		}
		assertThat(this.scripts.migrator(this.pooler.database()).migrate().applied()).hasSize(30);
		for (int i = 0; i < 8; i++) {
			assertThat(this.pooler.database().query("select name from pg_prepared_statements where from_sql"))
				.isEmpty();
		}
		requireCleanSessions();
	}

	@Test
	void historyIsTakenOverShownAndGivenBackThroughThePooler() {
		flyway(5, 7);
		Migrator migrator = this.scripts.migrator(this.pooler.database());
		assertThat(migrator.showAdoption().pending()).containsExactly("V6__t6", "V7__t7");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		for (int i = 0; i < 4; i++) {
			assertThat(migrator.adopt().outcome()).isEqualTo(Outcome.WRITTEN);
			assertThat(migrator.adopt().outcome()).isEqualTo(Outcome.HAS_HISTORY);
			assertThat(migrator.undoAdoption(false).outcome()).isEqualTo(Outcome.UNDO_SHOWN);
			assertThat(migrator.undoAdoption(true).outcome()).isEqualTo(Outcome.UNDONE);
			assertThat(migrator.undoAdoption(true).outcome()).isEqualTo(Outcome.NOTHING_FOUND);
		}
		this.scripts.delete("V3__t3.sql");
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(migrator::adopt)
			.withMessageContaining("V3__t3.sql has no file");
		requireCleanSessions();
	}

	@Test
	void replicasThatStartTogetherTakeAHistoryOverOnceThroughThePooler() throws Exception {
		flyway(20, 25);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<Future<MigrationReport>> starts = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Migrator migrator = Migrator.of(this.pooler.database().dataSource(),
					this.scripts.options().withAdoption(true, null));
			starts.add(threads.submit(migrator::migrate));
		}
		for (Future<MigrationReport> start : starts) {
			start.get();
		}
		threads.shutdown();
		assertThat(this.database.query(
				"select origin, count(*), count(distinct version) from schema_migrations" + " group by 1 order by 1"))
			.containsExactly("Flyway|20|20", "null|5|5");
		assertThat(this.database.query("select count(distinct run_id) from schema_migrations where origin is not null"))
			.containsExactly("1");
		requireCleanSessions();
	}

	/**
	 * A process that dies leaves its connection to the pooler, which keeps the server's.
	 */
	@Test
	void takeOverThatIsKilledBehindThePoolerLeavesAllRowsOrNone() {
		flyway(5, 5);
		for (int statement = 1; statement <= 20; statement++) {
			for (boolean answered : new boolean[] { false, true }) {
				DyingDataSource process = new DyingDataSource(this.pooler.database().dataSource(), statement, answered);
				try {
					Migrator.of(process, this.scripts.options()).adopt();
				}
				catch (MortalDataSource.Killed ex) {
					// As it should be.
				}
				if (this.database.query("select to_regclass('schema_migrations')").contains("schema_migrations")) {
					assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("5");
				}
				assertThat(this.scripts.migrator(this.pooler.database()).undoAdoption(true).outcome())
					.isIn(Outcome.UNDONE, Outcome.NOTHING_FOUND);
			}
		}
		assertThat(this.scripts.migrator(this.pooler.database()).adopt().outcome()).isEqualTo(Outcome.WRITTEN);
	}

	private void flyway(int applied, int files) {
		FlywayTable table = FlywayTable.in(this.database);
		for (int i = 1; i <= files; i++) {
			this.scripts.write("V" + i + "__t" + i + ".sql", "create table t" + i + " (i int)");
			if (i <= applied) {
				table.applied("" + i, "t" + i);
			}
		}
	}

	/** What stays in a server's session is the next client's. */
	private void requireCleanSessions() {
		for (int i = 0; i < 8; i++) {
			assertThat(this.pooler.database()
				.query("select current_setting('search_path'), current_setting('lock_timeout'),"
						+ " (select count(*) from pg_locks where locktype = 'advisory')"))
				.containsExactly("\"$user\", public|0|0");
		}
	}

	@Test
	void eachFileIsAppliedOnceByFourRunnersThroughThePooler() throws Exception {
		this.scripts.write("001_log.sql", "create table log(version int)");
		for (int i = 2; i <= 40; i++) {
			this.scripts.write(i + "_insert.sql", "set search_path to ''; set work_mem to '64kB'; "
					+ "insert into public.log values (" + i + "); select pg_sleep(0.002);");
		}
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<MigrationReport>> runs = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			runs.add(threads.submit(() -> this.scripts.migrator(this.pooler.database(), "").migrate()));
		}
		for (Future<MigrationReport> run : runs) {
			run.get();
		}
		threads.shutdown();
		assertThat(this.database.query("select count(*), count(distinct version) from log")).containsExactly("39|39");
		for (int i = 0; i < 8; i++) {
			assertThat(
					this.pooler.database().query("select current_setting('search_path'), current_setting('work_mem')"))
				.containsExactly("\"$user\", public|4MB");
		}
	}

}
