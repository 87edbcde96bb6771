package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Others hold what a script needs: it does not make their traffic queue behind it for
 * longer than the lock timeout, and is tried again.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContentionTests {

	private static final Timeouts SHORT = Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(400)).withLockRetries(2);

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	private final Path folder;

	ContentionTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
		this.database.execute("create table busy(i int)");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void aTableThatIsNeverReleasedFailsTheStartAndItsHolderIsNamed(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", "create table one(i int)")
			.write("002_two.sql", "create table two(i int);\nalter table busy add j int;");
		try (Connection reader = hold("access share", "?ApplicationName=report")) {
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(SHORT).migrate())
				.withMessageContaining("canceling statement due to lock timeout (55P03)")
				.withMessageContaining("002_two.sql failed at line 2, column 1")
				.withMessageContaining("Tried 3 times. In the way: ")
				.withMessageContaining("application 'report', idle in transaction for ")
				.withMessageContaining("lock table busy in access share mode")
				.withMessageContaining("Applied in this run: 001_one. 002_two was rolled back in full.")
				.extracting(MigrationFailedException::getContention)
				.extracting(Contention::tries)
				.isEqualTo(3);
			reader.rollback();
		}
		assertThat(output).contains("'002_two' at ")
			.contains("002_two.sql:2:1 was rolled back (55P03: canceling statement due to lock timeout).")
			.contains("Tried once. In the way: ")
			.contains("Try 2 of 3 begins in ")
			.contains("Try 3 of 3 begins in ");
		assertThat(this.database.query("select to_regclass('two') is null")).containsExactly("t");
	}

	@Test
	void aTableThatIsReleasedAfterAWhileIsAlteredByTheSameStart(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", "alter table busy add j int; insert into busy values (1, 2)");
		Future<MigrationReport> run;
		try (Connection reader = hold("access share", "")) {
			run = this.threads.submit(() -> migrator(SHORT.withLockRetries(100)).migrate());
			Waits.untilPrinted(output, "Try 2 of 101");
			reader.rollback();
		}
		assertThat(run.get().applied()).hasSize(1);
		assertThat(this.database.query("select i, j from busy")).containsExactly("1|2");
	}

	@Test
	void othersAreNotKeptWaitingByAStatementThatWaits(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", "alter table busy add j int");
		try (Connection reader = hold("access share", ""); Connection traffic = open("")) {
			Future<MigrationReport> run = this.threads.submit(() -> migrator(SHORT.withLockRetries(100)).migrate());
			awaitWaiting("alter table busy");
			// Comes behind the ALTER TABLE in the queue, and gets through all the same.
			assertThat(TestDatabase.query(traffic, "select count(*) from busy")).containsExactly("0");
			assertThat(run.isDone()).isFalse();
			reader.rollback();
			run.get();
		}
	}

	@Test
	void aDeadlockIsTriedAgain(CapturedOutput output) throws Exception {
		this.database.execute("create table other(i int)");
		this.scripts.write("001_one.sql",
				"set lock_timeout = 0; lock table busy in share mode; alter table other add j int");
		Future<MigrationReport> run;
		try (Connection rival = hold(this.database.dataSource().getConnection(), "other", "access share");
				Statement sql = rival.createStatement()) {
			sql.execute("set local deadlock_timeout = '1h'");
			run = this.threads.submit(() -> migrator(SHORT.withLockRetries(100)).migrate());
			awaitWaiting("alter table other");
			sql.execute("lock table busy in row exclusive mode");
			rival.commit();
		}
		assertThat(run.get().applied()).hasSize(1);
		assertThat(output).contains("40P01: deadlock detected). Tried once. In the way: pid ");
	}

	@Test
	void aSerializationConflictIsTriedAgain() {
		this.database.execute("create sequence tries");
		this.scripts.write("001_one.sql", """
				do $$ begin
				if nextval('tries') < 3 then raise exception using errcode = '40001'; end if;
				end $$;
				insert into busy values (1);
				""");
		assertThat(migrator(SHORT).migrate().applied()).hasSize(1);
		assertThat(this.database.query("select i, (select last_value from tries) from busy")).containsExactly("1|3");
	}

	@Test
	void theValueOfAPlaceholderIsNotLogged(CapturedOutput output) {
		this.scripts.write("001_one.sql", "do $$ begin raise exception 'no ${word}' using errcode = '40001'; end $$");
		MigratorOptions options = options(SHORT.withLockRetries(1)).withPlaceholders(Map.of("word", Canary.value()));
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> Migrator.of(this.database.dataSource(), options).migrate());
		assertThat(output).contains("was rolled back (40001: no ").doesNotContain(Canary.value());
	}

	@Test
	void aHistoryTableThatSomebodyHoldsIsWaitedForNoLongerThanAnyOther() throws Exception {
		this.scripts.write("001_one.sql", "create table one(i int)");
		migrator(SHORT).migrate();
		this.scripts.write("002_two.sql", "create table two(i int)");
		try (Connection holder = hold(open(""), "schema_migrations", "share")) {
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator(SHORT).migrate())
				.withMessageContaining("the history table \"public\".\"schema_migrations\" cannot be used")
				.withMessageContaining("Tried 3 times. In the way: ");
			holder.rollback();
		}
		assertThat(this.database.query("select to_regclass('two') is null")).containsExactly("t");
	}

	@Test
	void aStatementOfAFileThatRunsStatementByStatementIsTriedAgain(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", """
				-- slipway: no-transaction
				insert into busy values (1);
				alter table busy add j int;
				insert into busy values (2);
				""");
		Future<MigrationReport> run;
		try (Connection reader = hold("row exclusive", "")) {
			run = this.threads.submit(() -> migrator(SHORT.withLockRetries(100)).migrate());
			Waits.untilPrinted(output, "Try 2 of 101");
			assertThat(output).contains("In the way: ");
			reader.rollback();
		}
		assertThat(run.get().applied()).hasSize(1);
		assertThat(this.database.query("select i from busy order by i")).containsExactly("1", "2");
	}

	@Test
	void whoGaveWayInTimeIsNotNamedForALaterFailure() throws Exception {
		this.scripts.write("001_one.sql", "lock table busy;\nselect pg_sleep(2);\n"
				+ "do $$ begin raise exception using errcode = '40001'; end $$");
		Timeouts timeouts = Timeouts.DEFAULT.withLockTimeout(Duration.ofSeconds(6)).withLockRetries(0);
		Future<MigrationReport> run;
		try (Connection reader = hold("access share", "")) {
			run = this.threads.submit(() -> migrator(timeouts).migrate());
			awaitWaiting("lock table busy");
			// Long enough to be seen.
			TestDatabase.query(reader, "select pg_sleep(4)");
			reader.rollback();
		}
		assertThat(run).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.withMessageContaining("Tried once.\nApplied in this run");
	}

	@Test
	void theTriesOfACallbackAreNotThoseOfTheFileAfterIt() {
		this.database.execute("create sequence a; create sequence b");
		String lose = "do $$ begin if nextval('%s') < 3 then raise exception using errcode = '40001'; end if; end $$";
		this.scripts.write("V1__one.sql", lose.formatted("a")).write("beforeMigrate.sql", lose.formatted("b"));
		assertThat(migrator(SHORT).migrate().applied()).hasSize(1);
	}

	@Test
	void aProcedureThatHasCommittedIsNotTriedAgain() throws Exception {
		this.database.execute("create table log(i int); create procedure fill() language plpgsql as "
				+ "'begin insert into log values (1); commit; lock table busy; end'");
		this.scripts.write("001_one.sql", "-- slipway: no-transaction\ncall fill()");
		assertLogsOnceAndFails();
	}

	@Test
	void aCallbackThatDoesNotRunInOneTransactionIsNotTriedAgain() throws Exception {
		this.database.execute("create table log(i int)");
		this.scripts.write("V1__one.sql", "create table one(i int)")
			.write("beforeMigrate.sql",
					"-- slipway: no-transaction\ninsert into log values (1);\nalter table busy add j int;");
		assertLogsOnceAndFails();
	}

	@Test
	void twoServicesThatBuildIndexesOnOneTableFromTwoProcessesBothFinish() throws Exception {
		this.database.execute("insert into busy select generate_series(1, 20000)");
		for (int round = 1; round <= 3; round++) {
			CyclicBarrier start = new CyclicBarrier(2);
			List<Future<MigrationReport>> runs = new ArrayList<>();
			for (String service : List.of("one", "two")) {
				String name = service + round;
				Scripts own = new Scripts(this.folder.resolve(name));
				own.write("001_x.sql", "create index concurrently " + name + "_i on busy(i);"
						+ "create index concurrently on busy(i);");
				Migrator migrator = Migrator.of(this.database.dataSource(),
						MigratorOptions.of(name).withLocations(own.location()));
				runs.add(this.threads.submit(() -> {
					start.await();
					return migrator.migrate();
				}));
			}
			for (Future<MigrationReport> run : runs) {
				assertThat(run.get().applied()).hasSize(1);
			}
		}
		assertThat(this.database
			.query("select indisvalid, count(*) from pg_index where indrelid = 'busy'::regclass group by 1"))
			.containsExactly("t|12");
	}

	@Test
	void whoTakesTheLockWhileAnIndexIsBuiltDoesNotKeepTheBuildWaiting() throws Exception {
		this.scripts.write("001_one.sql", "create table one(i int)");
		migrator(SHORT).migrate();
		this.scripts.write("002_two.sql", "create index concurrently busy_i on busy(i)");
		Future<MigrationReport> run;
		try (Connection language = open(""); Connection builder = open("")) {
			// A block that takes the lock has a snapshot while it looks for its language.
			DataSource paused = new PausingDataSource(this.database.dataSource(), () -> lockLanguages(language));
			run = this.threads
				.submit(() -> Migrator.of(paused, options(SHORT.withLockTimeout(Duration.ofHours(1)))).migrate());
			awaitWaiting("pg_try_advisory_xact_lock");
			Future<?> build = this.threads
				.submit(() -> execute(builder, "create index concurrently others_i on busy(i)"));
			awaitWaiting("create index concurrently others_i");
			language.rollback();
			build.get();
			assertThat(run.get().applied()).hasSize(1);
		}
	}

	private static boolean execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return statement.execute(sql);
		}
	}

	private static void lockLanguages(Connection connection) {
		try {
			hold(connection, "pg_catalog.pg_language", "access exclusive");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aPoolOfOneSaysThatItDoesNotWatchAndNamesWhoMayBeInTheWay(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", "alter table busy add j int");
		try (Connection reader = hold("access share", "?ApplicationName=report");
				HikariDataSource pool = this.database.pool()) {
			pool.setMaximumPoolSize(1);
			assertThatExceptionOfType(MigrationFailedException.class)
				.isThrownBy(() -> Migrator.of(pool, options(SHORT)).migrate())
				.withMessageContaining("In the way: perhaps pid ")
				.withMessageContaining("application 'report'");
			reader.rollback();
		}
		assertThat(output.getOut().split("does not watch long statements", -1)).hasSize(2);
		assertThat(output).contains("spring.datasource.hikari.maximum-pool-size is 1");
	}

	@Test
	void timeoutsOfTheRoleDoNotHoldForScriptsAndComeBack() throws Exception {
		this.scripts.write("001_one.sql", "create table seen as select name, setting from pg_settings where name in "
				+ "('lock_timeout', 'statement_timeout', 'client_connection_check_interval', 'tcp_keepalives_idle');\n"
				+ "select pg_sleep(0.3)");
		this.database.execute("alter database " + this.database.name() + " set statement_timeout = 200; alter database "
				+ this.database.name() + " set lock_timeout = 77");
		try (HikariDataSource pool = this.database.pool("set statement_timeout = 150")) {
			Migrator.of(pool, options(Timeouts.DEFAULT)).migrate();
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection,
						"select setting from pg_settings where name in ('lock_timeout', 'statement_timeout', "
								+ "'client_connection_check_interval') order by name"))
					.containsExactly("0", "77", "150");
			}
		}
		assertThat(this.database.query("select setting from seen order by name")).containsExactly("1000", "5000", "0",
				"10");
	}

	@Test
	void aStatementThatTakesLongerThanTheStatementTimeoutFails() {
		this.scripts.write("001_one.sql", "create table t(i int);\nselect pg_sleep(600);");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> migrator(SHORT.withStatementTimeout(Duration.ofMillis(100))).migrate())
			.withMessageContaining("canceling statement due to statement timeout (57014)")
			.withMessageContaining("line 2");
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void behindAPoolerTheHolderIsNamedAndTheFileIsTriedAgain(CapturedOutput output) throws Exception {
		this.scripts.write("001_one.sql", "alter table busy add j int; insert into busy values (1, 2)");
		Future<MigrationReport> run;
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")),
				5)) {
			try (Connection reader = hold("access share", "?ApplicationName=report")) {
				run = this.threads
					.submit(() -> Migrator.of(pooler.database().dataSource(), options(SHORT.withLockRetries(100)))
						.migrate());
				Waits.untilPrinted(output, "Try 3 of 101");
				assertThat(output).contains("application 'report'");
				reader.rollback();
			}
			assertThat(run.get().applied()).hasSize(1);
		}
		assertThat(this.database.query("select i, j from busy")).containsExactly("1|2");
	}

	private void assertLogsOnceAndFails() throws SQLException {
		try (Connection reader = hold("access share", "")) {
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(SHORT).migrate())
				.withMessageContaining("canceling statement due to lock timeout (55P03)");
			reader.rollback();
		}
		assertThat(this.database.query("select i from log")).containsExactly("1");
	}

	private Connection hold(String mode, String parameters) throws SQLException {
		return hold(open(parameters), "busy", mode);
	}

	private Connection open(String parameters) throws SQLException {
		return this.database.dataSource(parameters).getConnection();
	}

	private static Connection hold(Connection connection, String table, String mode) throws SQLException {
		connection.setAutoCommit(false);
		try (Statement sql = connection.createStatement()) {
			sql.execute("lock table " + table + " in " + mode + " mode");
		}
		return connection;
	}

	private void awaitWaiting(String statement) {
		Waits.until(
				() -> this.database.query("select query from pg_stat_activity where wait_event_type = 'Lock' and "
						+ "datname = current_database()"),
				(waiting) -> waiting.stream().anyMatch((query) -> query.contains(statement)));
	}

	private MigratorOptions options(Timeouts timeouts) {
		return this.scripts.options().withTimeouts(timeouts);
	}

	private Migrator migrator(Timeouts timeouts) {
		return Migrator.of(this.database.dataSource(), options(timeouts));
	}

}
