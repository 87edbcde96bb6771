package dev.slipway.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Entry;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.AdoptionReport.State;
import dev.slipway.DatabaseException;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.PendingMigrationsException;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The history of another tool is taken over, as a whole or not at all.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdoptionTests {

	private static final int ROWS = 5;

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	AdoptionTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void startTakesItOverOnceAndAppliesWhatIsPending(CapturedOutput output) throws Exception {
		flyway();
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			assertThat(migrated(pool)).containsExactly("6", "7");
			assertThat(output).contains(
					"has taken over the history of Flyway in \"public\".\"flyway_schema_history\": " + ROWS + " rows");
			proxy.reset();
			assertThat(migrated(pool)).isEmpty();
			assertThat(proxy.flights()).isEqualTo(1);
			assertThat(proxy.connections()).isZero();
		}
		assertThat(this.database.query("select origin, count(*) from schema_migrations group by 1 order by 1"))
			.containsExactly("Flyway|5", "null|2");
	}

	@Test
	void startOnANewDatabaseAppliesAll(CapturedOutput output) {
		flyway();
		this.database.execute("drop table flyway_schema_history");
		assertThat(migrated(automatic(null))).hasSize(ROWS + 2);
		TestDatabase other = TestPostgres.server().createDatabase();
		assertThat(Migrator.of(other.dataSource(), automatic("done").getOptions()).migrate().applied()).hasSize(7);
		assertThat(output).contains("finds no table \"done\" with rows in it, and begins without: all files run");
	}

	@Test
	void startBesideAToolThatIsNotKnownIsRefused() {
		this.scripts.write("V1__t1.sql", "create table t1 (i int)");
		this.database
			.execute("create table alembic_version (version_num text); insert into alembic_version values ('1')");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrated(automatic(null)))
			.withMessageContaining("Alembic");
	}

	@Test
	void startWhoseHistoryHasNoRowOfAFileAppliesAll() {
		FlywayTable.in(this.database).row(null, "<< Flyway Schema Creation >>", "SCHEMA", "\"own\"", true);
		this.scripts.write("V1__t1.sql", "create table t1 (i int)");
		assertThat(migrated(automatic(null))).containsExactly("1");
	}

	/** As an application does that has Flyway too. */
	@Test
	void startThatExpectsTheOtherToolsTableTakesItOverAllTheSame() {
		flyway();
		MigratorOptions options = automatic(null).getOptions().withIgnoreForeignHistory(true);
		assertThat(migrated(Migrator.of(this.database.dataSource(), options))).containsExactly("6", "7");
	}

	@Test
	void processThatWaitsWaitsForTheOneThatTakesItOver() {
		flyway();
		Migrator migrator = automatic(null);
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> Migrator.awaitAll(List.of(migrator), Duration.ofMillis(10)));
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::validate);
		migrator.migrate();
		Migrator.awaitAll(List.of(migrator), Duration.ofMinutes(1));
	}

	@Test
	void replicasThatStartTogetherTakeItOverOnce() throws Exception {
		flyway();
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			assertThat(Race.ofEight(threads, () -> automatic(null))).isEqualTo(2);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.database.query("select count(*), count(distinct version), count(distinct run_id) filter"
				+ " (where origin = 'Flyway') from schema_migrations"))
			.containsExactly("7|7|1");
	}

	/** Thirty moments: before and after each of the statements that it sends. */
	@Test
	void itIsThereAsAWholeOrNotAtAllWhereverTheProcessIsKilled() {
		flyway();
		boolean alive = false;
		int kills = 0;
		for (int statement = 1; !alive || kills < 30; statement++) {
			for (boolean answered : new boolean[] { false, true }) {
				DyingDataSource process = new DyingDataSource(this.database.dataSource(), (statement - 1) % 20 + 1,
						answered);
				Migrator migrator = Migrator.of(process, automatic(null).getOptions());
				try {
					migrator.adopt();
				}
				catch (MortalDataSource.Killed ex) {
					// As it should be.
				}
				alive |= !process.isDead();
				kills += process.isDead() ? 1 : 0;
				this.database.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname ="
						+ " current_database() and pid <> pg_backend_pid()");
				requireAllOrNone();
				Outcome undone = this.scripts.migrator(this.database).undoAdoption(true).outcome();
				assertThat(undone).isIn(Outcome.UNDONE, Outcome.NOTHING_FOUND);
			}
		}
		assertThat(migrated(automatic(null))).containsExactly("6", "7");
	}

	private void requireAllOrNone() {
		boolean exists = this.database.query("select to_regclass('schema_migrations') is not null").contains("t");
		if (exists) {
			assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("" + ROWS);
		}
	}

	@Test
	void wayBackLeavesTheOtherToolsTableAndIsClosedOnceSomethingWasApplied() {
		flyway();
		Migrator migrator = this.scripts.migrator(this.database);
		List<String> before = this.database.query("select * from flyway_schema_history");
		assertThat(migrator.undoAdoption(true).outcome()).isEqualTo(Outcome.NOTHING_FOUND);
		migrator.adopt();
		assertThat(migrator.adopt().outcome()).isEqualTo(Outcome.HAS_HISTORY);
		assertThat(migrator.undoAdoption(false).outcome()).isEqualTo(Outcome.UNDO_SHOWN);
		assertThat(migrator.undoAdoption(true).outcome()).isEqualTo(Outcome.UNDONE);
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		assertThat(this.database.query("select * from flyway_schema_history")).isEqualTo(before);
		migrator.adopt();
		migrator.migrate();
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(() -> migrator.undoAdoption(true))
			.withMessageContaining("Slipway itself has recorded 6_t6, 7_t7 in it")
			.withMessageContaining("\"public\".\"schema_migrations\" stays");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("7");
	}

	@Test
	void whatWasUndoneDoesNotCountAsAppliedAgain() {
		FlywayTable.in(this.database).applied("1", "t1");
		this.database.execute("create table t1 (i int)");
		this.scripts.write("V1__t1.sql", "create table t1 (i int)").write("U1__t1.sql", "drop table t1");
		Migrator migrator = this.scripts.migrator(this.database);
		migrator.adopt();
		assertThat(migrator.undo(1).undone()).hasSize(1);
		assertThat(migrator.showAdoption().outcome()).isEqualTo(Outcome.HAS_HISTORY);
		assertThat(migrator.adopt().outcome()).isEqualTo(Outcome.HAS_HISTORY);
		assertThat(Migrator
			.of(this.database.dataSource(),
					this.scripts.options().withAdoption(true, "flyway_schema_history").withTarget("1"))
			.migrate()
			.applied()).hasSize(1);
		migrator.undo(1);
		assertThat(migrator.migrate().applied()).hasSize(1);
		assertThat(this.database.query("select to_regclass('t1')")).containsExactly("t1");
	}

	@Test
	void whatWasUndoneIsKnownToARoleThatMayNotSeeTheSequence() {
		FlywayTable.in(this.database).applied("1", "t1");
		this.database.execute("create table t1 (i int)");
		this.scripts.write("V1__t1.sql", "create table t1 (i int)").write("U1__t1.sql", "drop table t1");
		this.scripts.migrator(this.database).adopt();
		this.scripts.migrator(this.database).undo(1);
		String role = "r_" + this.database.name();
		this.database.execute("create role " + role + " login password 'p'; grant select, insert on schema_migrations"
				+ " to " + role + "; grant select on flyway_schema_history to " + role
				+ "; grant create on schema public to " + role);
		Migrator migrator = this.scripts.migrator(this.database.as(role, "p").dataSource());
		assertThat(migrator.adopt().outcome()).isEqualTo(Outcome.HAS_HISTORY);
		assertThat(migrator.migrate().applied()).hasSize(1);
	}

	@Test
	void wayBackIsClosedOnceSomethingWasUndone() {
		FlywayTable.in(this.database).applied("1", "t1").applied("2", "t2");
		this.database.execute("create table t2 (i int)");
		this.scripts.write("V1__t1.sql", "create table t1 (i int)")
			.write("V2__t2.sql", "create table t2 (i int)")
			.write("U2__t2.sql", "drop table t2");
		Migrator migrator = this.scripts.migrator(this.database);
		migrator.adopt();
		migrator.undo(1);
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(() -> migrator.undoAdoption(true))
			.withMessageContaining("\"public\".\"schema_migrations\" stays")
			.withMessageContaining("Rows were removed from it since, as undo and repair do");
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	@Test
	void historyOfSlipwaysOwnIsNotDropped() {
		this.scripts.write("V1__t1.sql", "create table t1 (i int)");
		Migrator migrator = this.scripts.migrator(this.database);
		migrator.migrate();
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(() -> migrator.undoAdoption(true));
		assertThat(migrator.adopt().outcome()).isEqualTo(Outcome.HAS_HISTORY);
		this.database.execute("update schema_migrations set origin = 'baseline'");
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(() -> migrator.undoAdoption(true));
	}

	@Test
	void earlierTableOfSlipwaysIsTakenOverByItsName() {
		this.scripts.write("001_t1.sql", "create table t1 (i int)")
			.write("R__v.sql", "create or replace view v as select 1 as i");
		Migrator.of(this.database.dataSource(), this.scripts.options().withTable("old").withMixedLayouts(true))
			.migrate();
		this.database.execute("create schema past; alter table old set schema past");
		this.scripts.write("002_t2.sql", "create table t2 (i int)");
		Migrator migrator = Migrator.of(this.database.dataSource(),
				this.scripts.options().withMixedLayouts(true).withAdoption(false, "past.old"));
		AdoptionReport report = migrator.adopt();
		assertThat(report.tool()).isEqualTo("Slipway");
		assertThat(report.entries()).hasSize(2).allMatch(Entry::compared);
		assertThat(migrator.migrate().applied()).extracting(Applied::version).containsExactly("2");
		assertThat(this.database
			.query("select n.name, n.applied_at = o.applied_at, n.duration >= '0' from schema_migrations n"
					+ " join past.old o on o.name = n.name order by 1"))
			.containsExactly("t1|t|t", "v|t|t");
	}

	@Test
	void programsUndoneAndDeletedRowsKeepTheirMeaning() {
		FlywayTable.in(this.database)
			.applied("1", "t1")
			.row("2", "by code", "JDBC", "db.migration.V2__by_code", true)
			.row("3", "by spring", "SPRING_JDBC", "db.migration.V3__by_spring", true)
			.applied("4", "t4")
			.applied("5", "t5")
			.row("5", "t5", "UNDO_SQL", "U5__t5.sql", true)
			.row("4", "t4", "DELETE", "V4__t4.sql", true);
		this.scripts.write("V1__t1.sql", "create table t1 (i int)").write("V5__t5.sql", "create table t5 (i int)");
		Migrator migrator = this.scripts.migrator(this.database);
		AdoptionReport report = migrator.adopt();
		assertThat(report.entries()).extracting(Entry::version, Entry::state)
			.containsExactly(tuple("1", State.APPLIED), tuple("2", State.PROGRAM), tuple("3", State.PROGRAM));
		assertThat(report.pending()).containsExactly("V5__t5");
		assertThat(migrator.migrate().applied()).extracting(Applied::version).containsExactly("5");
		assertThat(migrator.validate().ahead()).isEmpty();
		assertThat(migrator.plan().conflicts()).isEmpty();
		assertThat(
				this.database.query("select version, checksum from schema_migrations where checksum = '' order by id"))
			.containsExactly("2|", "3|");
	}

	private static Tuple tuple(Object... values) {
		return Tuple.tuple(values);
	}

	@Test
	void fileThatWouldRunOutOfOrderIsRefusedBeforeItIsTooLate() {
		FlywayTable.in(this.database).applied("1", "t1").applied("3", "t3");
		for (int i = 1; i <= 3; i++) {
			this.scripts.write("V" + i + "__t" + i + ".sql", "create table t" + i + " (i int)");
		}
		assertThat(refused(this.scripts.migrator(this.database))).singleElement().satisfies((problem) -> {
			assertThat(problem.description()).contains("V2__t2.sql is not applied, although version 3 already is");
			assertThat(problem.action()).contains("slipway.out-of-order=true");
		});
		MigratorOptions options = this.scripts.options().withOutOfOrder(true);
		assertThat(Migrator.of(this.database.dataSource(), options).adopt().pending()).containsExactly("V2__t2");
	}

	@Test
	void laterChangeOfAnAdoptedFileIsShownByStatementsWhereItsChecksumWasThere() {
		FlywayTable.in(this.database).applied("1", "t1").applied("2", "t2");
		CRC32 checksum = new CRC32();
		checksum.update("create table t1 (i int);create table tt1 (i int);".getBytes(StandardCharsets.UTF_8));
		this.database.execute(
				"update flyway_schema_history set checksum = " + (int) checksum.getValue() + " where version = '1'");
		this.scripts.write("V1__t1.sql", "create table t1 (i int);\ncreate table tt1 (i int);\n")
			.write("V2__t2.sql", "create table t2 (i int);\n");
		Migrator migrator = this.scripts.migrator(this.database);
		assertThat(migrator.adopt().entries()).extracting(Entry::compared).containsExactly(true, false);
		this.scripts.write("V1__t1.sql", "create table t1 (i int);\ncreate table tt1 (i bigint);\n")
			.write("V2__t2.sql", "create table t2 (i bigint);\n");
		assertThat(this.scripts.migrator(this.database).repair(false).changes()).satisfiesExactly(
				(proven) -> assertThat(proven.details()).singleElement()
					.asString()
					.startsWith("statement 2 was another one, "),
				(other) -> assertThat(other.details()).singleElement()
					.asString()
					.startsWith("which statements differ is not known: "));
	}

	@Test
	void severalHistoriesAreToldApartByAName() {
		flyway();
		FlywayTable.in(this.database, "schema_version").applied("1", "t1");
		assertThat(refused(this.scripts.migrator(this.database))).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains("the histories of several tools"));
		assertThat(named("schema_version").adopt().entries()).hasSize(1);
	}

	@Test
	void nameOfNoTableIsRefused() {
		this.scripts.write("V1__t1.sql", "create table t1 (i int)");
		assertThat(refused(named("nothing.here"))).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.isEqualTo("There is no table \"nothing\".\"here\" with rows in it."));
		this.database.execute("create table here (i int, t text); insert into here values (1, 'x')");
		assertThat(refused(named("here"))).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.isEqualTo("The table \"public\".\"here\" has the columns of no tool that is known: i, t."));
		assertThatIllegalArgumentException().isThrownBy(() -> named("a.b.c"));
		assertThatIllegalArgumentException().isThrownBy(() -> named("\"a"));
		assertThatIllegalArgumentException().isThrownBy(() -> named("a."));
	}

	/** Whoever has made it could let anything run when it is read. */
	@Test
	void whatIsNotSafeToReadIsRefusedUnread() {
		flyway();
		this.database.execute("create table traces (i int); create function trace() returns boolean language plpgsql as"
				+ " $$ begin insert into public.traces values (1); return true; end $$;"
				+ " alter table flyway_schema_history rename to real; create view flyway_schema_history as"
				+ " select * from real where trace()");
		assertThat(refused(this.scripts.migrator(this.database))).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains("it is no table of its own"));
		String stranger = "stranger_" + this.database.name();
		this.database.execute("drop view flyway_schema_history; create role " + stranger
				+ " login; grant create on schema public to " + stranger);
		TestDatabase other = this.database.as(stranger, "");
		FlywayTable.in(other).applied("1", "t1");
		assertThat(refused(this.scripts.migrator(this.database))).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains("it belongs to the role " + stranger));
		Migrator trusting = Migrator.of(this.database.dataSource(), this.scripts.options().withTrustedRoles(stranger));
		other.execute("create type version as enum ('1'); alter table flyway_schema_history"
				+ " alter version type version using version::version");
		assertThat(refused(trusting)).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.contains("its column version has a type that is not one of PostgreSQL's own"));
		other.execute("drop table flyway_schema_history");
		FlywayTable.in(other).applied("1", "t1");
		assertThat(trusting.showAdoption().entries()).hasSize(1);
		assertThat(this.database.query("select count(*) from traces")).containsExactly("0");
	}

	@Test
	void rowThatTheToolDidNotWriteIsNamed() {
		FlywayTable.in(this.database).applied("one", "t1");
		assertThat(refused(this.scripts.write("V1__t1.sql", "select 1").migrator(this.database))).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.contains("holds a row that Flyway did not write: 'one' is no version"));
	}

	private void flyway() {
		FlywayTable table = FlywayTable.in(this.database);
		for (int i = 1; i <= ROWS + 2; i++) {
			this.scripts.write("V" + i + "__t" + i + ".sql", "create table t" + i + " (i int)");
			if (i <= ROWS) {
				table.applied("" + i, "t" + i);
			}
		}
	}

	private Migrator named(String table) {
		return Migrator.of(this.database.dataSource(), this.scripts.options().withAdoption(false, table));
	}

	private Migrator automatic(String table) {
		return Migrator.of(this.database.dataSource(), this.scripts.options().withAdoption(true, table));
	}

	private List<String> migrated(HikariDataSource pool) {
		return migrated(Migrator.of(pool, automatic(null).getOptions()));
	}

	private static List<String> migrated(Migrator migrator) {
		return migrator.migrate().applied().stream().map(Applied::version).toList();
	}

	private List<Problem> refused(Migrator migrator) {
		List<Problem> problems = new ArrayList<>();
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(migrator::adopt)
			.withMessageEndingWith("Nothing was written.")
			.satisfies((refusal) -> problems.addAll(refusal.getProblems()));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		return problems;
	}

}
