package dev.slipway.engine;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.CodeMigration;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.PendingMigrationsException;
import dev.slipway.Timeouts;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Migrations that are code: they run in order with the files, and in one transaction with
 * their rows.
 */
@ExtendWith(OutputCaptureExtension.class)
class CodeMigrationTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	private final Path folder;

	CodeMigrationTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_log.sql", "create table log(n int)")
			.write("003_three.sql", "insert into log select 10 * n + 3 from log");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void codeRunsInTheOrderOfVersions(CapturedOutput output) {
		this.scripts.write("011_last.sql", "insert into log select 10 * max(n) + 9 from log");
		MigrationReport report = migrator(insert("10", 5), insert("2", 1)).migrate();
		assertThat(report.applied()).extracting(MigrationReport.Applied::label)
			.containsExactly("001_log", "2_insert", "003_three", "10_insert", "011_last");
		assertThat(log()).containsExactly("1", "5", "13", "139");
		assertThat(this.database.query("select version, name, kind, state, statements, checksum from schema_migrations"
				+ " where version in ('2', '10') order by id"))
			.containsExactly("2|insert|versioned|applied|0|code", "10|insert|versioned|applied|0|code");
		assertThat(output).contains("Slipway applied '2_insert' in ");
		assertThat(migrator(insert("10", 5), insert("2", 1)).migrate().applied()).isEmpty();
	}

	@Test
	void codeAndRowAreOneTransaction() {
		AtomicReference<String> seen = new AtomicReference<>();
		migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			seen.set(jdbc.sql("select pg_current_xact_id()::text").query(String.class).single());
		})).migrate();
		assertThat(this.database.query("select counted_in, (select xmin from log where n = 1) from schema_migrations"
				+ " where version = '2'"))
			.containsExactly(seen.get() + "|" + seen.get());
	}

	@Test
	void codeThatThrowsIsRolledBackAndNamed() {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			throw new IOException("no such key");
		})).migrate())
			.withMessageStartingWith(
					"Migration 2_insert failed in " + Code.class.getName() + " (CodeMigrationTests.java:")
			.withMessageContaining("):\n\nERROR: java.io.IOException: no such key (no SQLSTATE)\n"
					+ "Applied in this run: 001_log. 2_insert was rolled back in full.")
			.withCauseInstanceOf(IOException.class)
			.satisfies((failure) -> {
				assertThat(failure.getPosition()).isNull();
				assertThat(failure.getClassName()).isEqualTo(Code.class.getName());
				assertThat(failure.getMigration()).isEqualTo("2_insert");
			});
		assertThat(log()).isEmpty();
		migrator(insert("2", 1)).migrate();
		assertThat(log()).containsExactly("1", "13");
	}

	@Test
	void errorOfTheServerIsReportedWithoutTheValuesOfTheCode() {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			jdbc.sql("create table account(name text not null, hash text)").update();
			jdbc.sql("insert into account values (:name, :hash)")
				.param("name", null)
				.param("hash", "hash-of-the-password")
				.update();
		})).migrate())
			.withMessageContaining("null value in column \"name\"")
			.withMessageContaining("(23502)")
			.withMessageNotContaining("hash-of-the-password")
			.satisfies((failure) -> {
				for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
					assertThat(cause).asString().doesNotContain("hash-of-the-password");
				}
			});
	}

	@Test
	void whatCodeDefersIsDueAtItsEnd() {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			jdbc.sql("create table t(i int unique deferrable initially deferred)").update();
			jdbc.sql("insert into t values (1), (1)").update();
		})).migrate())
			.withMessageContaining("Migration 2_insert failed in " + Code.class.getName() + ":")
			.withMessageContaining("(23505)");
		assertThat(this.database.query("select to_regclass('t') is null")).containsExactly("t");
	}

	@Test
	void errorOfJavaIsReportedToo() {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			throw new NoClassDefFoundError("org/example/Gone");
		})).migrate()).withMessageContaining("java.lang.NoClassDefFoundError: org/example/Gone");
	}

	@Test
	void failureThatCodeHidesIsReported() {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			try {
				jdbc.sql("select broken").query().listOfRows();
			}
			catch (DataAccessException ex) {
				// As if nothing had happened.
			}
		})).migrate()).withMessageContaining("column \"broken\" does not exist (42703)");
		assertThat(this.database.query("select max(version) from schema_migrations")).containsExactly("1");
	}

	@Test
	void codeMayGoBackToASavepoint() {
		migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			jdbc.sql("savepoint before").update();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc.sql("select broken").query().listOfRows());
			jdbc.sql("rollback to savepoint before").update();
		})).migrate();
		assertThat(log()).containsExactly("1", "13");
	}

	@Test
	void eightRunnersRunCodeOnce() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		assertThat(Race.ofEight(this.threads, () -> migrator(code("2", (jdbc) -> {
			calls.incrementAndGet();
			jdbc.sql("insert into log values (1)").update();
		}), insert("4", 4)))).isEqualTo(4);
		assertThat(calls).hasValue(1);
		assertThat(log()).containsExactly("1", "4", "13");
	}

	@Test
	void lostWaitForALockIsTriedAgain(CapturedOutput output) throws Exception {
		this.database.execute("create table busy(i int)");
		Timeouts timeouts = Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(200)).withLockRetries(100);
		Migrator migrator = Migrator.of(this.database.dataSource(), this.scripts.options().withTimeouts(timeouts))
			.withCodeMigrations(List.of(code("2", (jdbc) -> {
				jdbc.sql("insert into log values (1)").update();
				jdbc.sql("alter table busy add j int").update();
			})));
		Future<MigrationReport> run;
		try (Connection reader = this.database.dataSource().getConnection()) {
			reader.setAutoCommit(false);
			TestDatabase.query(reader, "select * from busy");
			run = this.threads.submit(migrator::migrate);
			Waits.untilPrinted(output, "Try 3 of 101");
			reader.rollback();
		}
		assertThat(run.get().applied()).hasSize(3);
		assertThat(log()).containsExactly("1", "13");
		assertThat(output).contains("'2_insert' was rolled back (55P03: canceling statement due to lock timeout).");
	}

	@Test
	void whoIsInTheWayForGoodIsNamed() throws Exception {
		this.database.execute("create table busy(i int)");
		Timeouts timeouts = Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(100)).withLockRetries(1);
		try (Connection reader = this.database.dataSource("?ApplicationName=report").getConnection()) {
			reader.setAutoCommit(false);
			TestDatabase.query(reader, "select * from busy");
			assertThatExceptionOfType(MigrationFailedException.class)
				.isThrownBy(() -> Migrator.of(this.database.dataSource(), this.scripts.options().withTimeouts(timeouts))
					.withCodeMigrations(List.of(code("2", (jdbc) -> jdbc.sql("alter table busy add j int").update())))
					.migrate())
				.withMessageContaining("(55P03)")
				.withMessageContaining("Tried 2 times. In the way: ")
				.withMessageContaining("application 'report'");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "commit", "ROLLBACK", "begin", "abort", "end; select 1", "start transaction",
			"insert into log values (2); commit", "/* x */ commit and chain" })
	void transactionControlInSqlIsRefused(String sql) {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			jdbc.sql(sql).update();
		})).migrate()).withMessageContaining("a code migration must not send ");
		assertThat(log()).isEmpty();
	}

	@Test
	void connectionOfCodeCannotEndItsTransaction() {
		List<Misuse> misuses = List.of(Connection::commit, Connection::rollback, Connection::close,
				(connection) -> connection.setAutoCommit(true), (connection) -> connection.abort(Runnable::run),
				(connection) -> connection.setReadOnly(true), (connection) -> connection.unwrap(Connection.class),
				(connection) -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
				(connection) -> connection.getMetaData().getConnection().commit(),
				(connection) -> connection.createStatement().execute("commit"),
				(connection) -> connection.createStatement().getConnection().close());
		AtomicInteger refused = new AtomicInteger();
		migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			Connection connection = connection(jdbc);
			for (Misuse misuse : misuses) {
				assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> misuse.of(connection));
				refused.incrementAndGet();
			}
			assertThat(connection.getAutoCommit()).isFalse();
			connection.rollback(connection.setSavepoint());
		})).migrate();
		assertThat(refused).hasValue(misuses.size());
		assertThat(log()).containsExactly("1", "13");
	}

	@Test
	void codeThatFindsAWayToCommitIsNotRecorded() {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			jdbc.sql("select 1")
				.query((rows, row) -> rows.getStatement().unwrap(Statement.class).getConnection())
				.single()
				.commit();
		})).migrate())
			.withMessageContaining(
					Code.class.getName() + " has ended the transaction of its migration: what it had done"
							+ " before that stays, and is not recorded");
		assertThat(log()).containsExactly("1");
		assertThat(this.database.query("select max(version) from schema_migrations")).containsExactly("1");
	}

	@Test
	void codeMayCopyIn() {
		migrator(code("2",
				(jdbc) -> connection(jdbc).unwrap(PGConnection.class)
					.getCopyAPI()
					.copyIn("copy log from stdin", new StringReader("1\n2\n"))))
			.migrate();
		assertThat(log()).containsExactly("1", "2", "13", "23");
	}

	@Test
	void clientOfCodeIsOfNoUseAfterItsEnd() {
		AtomicReference<JdbcClient> kept = new AtomicReference<>();
		migrator(code("2", kept::set)).migrate();
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> kept.get().sql("insert into log values (1)").update())
			.havingRootCause()
			.withMessageContaining("the code migration has ended");
		assertThat(log()).isEmpty();
	}

	@Test
	void rowsMayBeMoreThanFitIntoMemoryAtOnce() {
		AtomicInteger rows = new AtomicInteger();
		migrator(code("2",
				(jdbc) -> jdbc.sql("select i from generate_series(1, 1000) i").withFetchSize(10).query((row) -> {
					if (rows.incrementAndGet() == 1) {
						assertThat(this.database.query("select count(*) from pg_stat_activity where datname ="
								+ " current_database() and state = 'idle in transaction'"))
							.as("the portal is suspended")
							.containsExactly("1");
					}
				})))
			.migrate();
		assertThat(rows).hasValue(1000);
	}

	@Test
	void settingsOfTheServiceHold() {
		this.database.execute("create schema app; alter database " + this.database.name()
				+ " set idle_in_transaction_session_timeout = '7s'");
		List<String> seen = new ArrayList<>();
		Migrator
			.of(this.database.dataSource(),
					this.scripts.options()
						.withSearchPath("app")
						.withTimeouts(Timeouts.DEFAULT.withLockTimeout(Duration.ofSeconds(3))
							.withStatementTimeout(Duration.ofSeconds(4))))
			.withCodeMigrations(List.of(code("2", (jdbc) -> {
				for (String name : List.of("search_path", "lock_timeout", "statement_timeout", "application_name",
						"idle_in_transaction_session_timeout")) {
					seen.add(jdbc.sql("select current_setting(?)").param(name).query(String.class).single());
				}
				jdbc.sql("insert into log values (1)").update();
			})))
			.migrate();
		assertThat(seen).containsExactly("app", "3s", "4s", "slipway 2_insert", "0");
		assertThat(this.database.query("select n from app.log order by n")).containsExactly("1", "13");
	}

	@Test
	void connectionComesBackAsItWas() throws SQLException {
		try (HikariDataSource pool = this.database.pool("set app.tenant = 'own'")) {
			Migrator.of(pool, this.scripts.options()).withCodeMigrations(List.of(code("2", (jdbc) -> {
				jdbc.sql("set app.tenant = 'other'").update();
				jdbc.sql("set work_mem = '77kB'").update();
				jdbc.sql("create temporary table t(i int)").update();
				jdbc.sql("listen somebody").update();
				jdbc.sql("set role pg_monitor").update();
			}))).migrate();
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isTrue();
				assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold()).isEqualTo(5);
				assertThat(TestDatabase.query(connection,
						"select current_setting('app.tenant'),"
								+ " current_setting('work_mem'), to_regclass('t'), current_user = session_user,"
								+ " (select count(*) from pg_listening_channels()), pg_current_xact_id_if_assigned()"))
					.containsExactly("own|4MB|null|t|0|null");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "?preferQueryMode=simple", "?preferQueryMode=extendedForPrepared", "?prepareThreshold=1",
			"?autosave=always" })
	void everyModeOfTheDriverWillDo(String parameters) {
		DataSource dataSource = this.database.dataSource(parameters);
		Migrator migrator = Migrator.of(dataSource, this.scripts.options())
			.withCodeMigrations(List.of(insert("2", 1), code("4", (jdbc) -> {
				for (int i = 0; i < 9; i++) {
					jdbc.sql("insert into log values (:n)").param("n", 100 + i).update();
				}
				assertThat(jdbc.sql("select name from pg_prepared_statements").query().listOfRows()).isEmpty();
			})));
		assertThat(migrator.migrate().applied()).hasSize(4);
		assertThat(log()).hasSize(11);
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void behindAPoolerCodeRunsOnce() throws Exception {
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")),
				4)) {
			assertThat(
					Race.ofEight(this.threads, () -> Migrator.of(pooler.database().dataSource(), this.scripts.options())
						.withCodeMigrations(List.of(code("2", (jdbc) -> {
							for (int i = 0; i < 9; i++) {
								jdbc.sql("insert into log values (:n)").param("n", i).update();
							}
						}), insert("4", 4)))))
				.isEqualTo(4);
			assertThat(log()).hasSize(19);
			for (int i = 0; i < 9; i++) {
				assertThat(pooler.database().query("select count(*) from pg_prepared_statements")).containsExactly("0");
			}
		}
	}

	@Test
	void callbacksOfEachMigrationRunAroundCode() {
		this.scripts.delete("001_log.sql");
		this.scripts.delete("003_three.sql");
		this.database.execute("create table log(n int)");
		this.scripts.write("beforeEachMigrate.sql", "insert into log values (0)")
			.write("afterEachMigrate.sql", "insert into log select count(*) from log")
			.write("V1__x.sql", "select 1");
		migrator(code("2", (jdbc) -> jdbc.sql("insert into log values (7)").update())).migrate();
		assertThat(this.database.query("select n from log order by ctid")).containsExactly("0", "1", "0", "7", "4");
	}

	@Test
	void versionOfAFileIsRefusedAndBothPlacesAreNamed() {
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> migrator(insert("3.0", 1), insert("4", 1), insert("04", 1)).migrate())
			.withMessageContaining("Version 3 occurs twice: ")
			.withMessageContaining("003_three.sql and " + Code.class.getName() + ", which is code.")
			.withMessageContaining("Version 4 occurs twice: " + Code.class.getName() + " and " + Code.class.getName());
	}

	@ParameterizedTest
	@ValueSource(strings = { "V2", "", "2_1", "next" })
	void textThatIsNoVersionIsRefused(String version) {
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> migrator(insert(version, 1)).migrate())
			.withMessageContaining(
					Code.class.getName() + " is a code migration that cannot be used: '" + version + "' is no version");
	}

	@Test
	void checksumThatChangesIsRefused() {
		migrator(code("2", "first", (jdbc) -> {
		})).migrate();
		assertThat(this.database.query("select checksum from schema_migrations where version = '2'"))
			.containsExactly("code:first");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> migrator(code("2", "second", (jdbc) -> {
			})).migrate())
			.withMessageContaining(Code.class.getName() + " has changed since it was applied at ")
			.withMessageContaining("(its checksum was code:first, is now code:second)");
	}

	@Test
	void codeThatIsGoneIsMissed() {
		migrator(insert("2", 1)).migrate();
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> migrator().migrate())
			.withMessageContaining("Version 2 (insert) was applied at ")
			.withMessageContaining(", and its class is missing.");
	}

	@Test
	void codeOfANewerReleaseDoesNotStopAnOlderOne(CapturedOutput output) {
		migrator(insert("4", 1)).migrate();
		assertThat(migrator().migrate().ahead()).containsExactly("4");
		assertThat(output).contains("the database is ahead of this release, which has no files of [4]");
	}

	@Test
	void fileDoesNotStandInForCodeNorCodeForAFile() {
		migrator(insert("2", 1)).migrate();
		this.scripts.write("002_insert.sql", "select 1");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> migrator().migrate())
			.withMessageContaining("Version 2 (insert) was applied as code at ")
			.withMessageContaining("002_insert.sql.");
		this.scripts.delete("002_insert.sql");
		this.scripts.delete("003_three.sql");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> migrator(insert("2", 1), insert("3", 1)).migrate())
			.withMessageContaining("Version 3 (three) was applied as a file at ")
			.withMessageContaining(", and is now " + Code.class.getName());
	}

	@Test
	void codeDoesNotGoOnWithAFileThatIsNotFinished() {
		this.scripts.write("002_insert.sql", "create index concurrently on log(n); vacuum nothing");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator().migrate());
		this.scripts.delete("002_insert.sql");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> migrator(insert("2", 1)).migrate())
			.withMessageContaining("Version 2 (insert) was begun as a file at ")
			.withMessageContaining(Code.class.getName() + " cannot go on with it");
		assertThat(log()).isEmpty();
	}

	@Test
	void pendingCodeIsReported() {
		migrator().migrate();
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> migrator(insert("4", 1)).validate())
			.withMessageContaining("  - 4_insert\n");
		migrator(insert("4", 1)).migrate();
		assertThat(migrator(insert("4", 1)).validate().version()).isEqualTo("4");
	}

	@Test
	void serviceOfCodeAloneNeedsNoFile() {
		Migrator.of(this.database.dataSource(), MigratorOptions.of("code-only"))
			.withCodeMigrations(List.of(code("1", (jdbc) -> jdbc.sql("create table made(i int)").update())))
			.migrate();
		assertThat(this.database.query("select i from made")).isEmpty();
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> Migrator
			.of(this.database.dataSource(), MigratorOptions.of("code-only").withLocations("classpath:mistyped"))
			.withCodeMigrations(List.of(insert("1", 1)))
			.migrate());
	}

	@Test
	void interruptEndsCodeBetweenItsStatements() throws Exception {
		CompletableFuture<Thread> runner = new CompletableFuture<>();
		Future<MigrationReport> run = this.threads.submit(() -> migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			runner.complete(Thread.currentThread());
			Thread.sleep(60_000);
		})).migrate());
		runner.get().interrupt();
		assertThat(run).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(DatabaseException.class)
			.withMessageContaining("the run was interrupted, and what was not finished was rolled back");
		assertThat(log()).isEmpty();
	}

	@Test
	void interruptCancelsAStatementOfCode() throws Exception {
		CompletableFuture<Thread> runner = new CompletableFuture<>();
		Future<MigrationReport> run = this.threads.submit(() -> migrator(code("2", (jdbc) -> {
			runner.complete(Thread.currentThread());
			jdbc.sql("select pg_sleep(60)").query().listOfRows();
		})).migrate());
		Waits.until(() -> !sleeping().isEmpty());
		runner.get().interrupt();
		assertThat(run).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(DatabaseException.class)
			.satisfies(
					(failure) -> assertThat(((DatabaseException) failure).getReason()).isEqualTo(Reason.INTERRUPTED));
	}

	@Test
	void lostConnectionIsReplacedAndCodeRunsAgain(CapturedOutput output) {
		AtomicInteger calls = new AtomicInteger();
		migrator(code("2", (jdbc) -> {
			jdbc.sql("insert into log values (1)").update();
			if (calls.incrementAndGet() == 1) {
				int pid = jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
				this.database.execute("select pg_terminate_backend(" + pid + ", 60000)");
				jdbc.sql("select 1").query().listOfRows();
			}
		})).migrate();
		assertThat(calls).hasValue(2);
		assertThat(log()).containsExactly("1", "13");
		assertThat(output).contains("lost the connection to the database while '2_insert' was running or near it");
	}

	@Test
	void codeIsRunWholeByTheNextStartWhereverItsProcessIsKilled() throws Exception {
		int kills = 0;
		for (boolean done = false; !done; kills++) {
			MortalDataSource process = new MortalDataSource(this.database.dataSource());
			Migrator migrator = Migrator.of(process, this.scripts.options())
				.withCodeMigrations(List.of(code("2", (jdbc) -> {
					for (int i = 0; i < 40; i++) {
						jdbc.sql("insert into log select ? from pg_sleep(0.005)").param(i).update();
					}
				})));
			Future<MigrationReport> run = this.threads.submit(migrator::migrate);
			Thread.sleep(20 + 23L * kills);
			process.kill();
			try {
				run.get();
				done = true;
			}
			catch (ExecutionException ex) {
				assertThat(ex.getCause()).isInstanceOfAny(MortalDataSource.Killed.class, DatabaseException.class);
			}
		}
		assertThat(kills).isGreaterThan(1);
		assertThat(this.database.query("select count(*), count(distinct n) from log where n < 40 and n % 10 <> 3"))
			.containsExactly("36|36");
		assertThat(this.database.query("select version, state from schema_migrations order by id"))
			.containsExactly("1|applied", "2|applied", "3|applied");
	}

	private List<String> sleeping() {
		return this.database.query("select pid from pg_stat_activity where datname = current_database()"
				+ " and state = 'active' and query like 'select pg_sleep(60)%'");
	}

	private static Connection connection(JdbcClient jdbc) {
		return jdbc.sql("select 1").query((rows, row) -> rows.getStatement().getConnection()).single();
	}

	private List<String> log() {
		return this.database.query("select n from log order by n");
	}

	private Migrator migrator(CodeMigration... code) {
		return this.scripts.migrator(this.database).withCodeMigrations(List.of(code));
	}

	private static CodeMigration insert(String version, int number) {
		return code(version, (jdbc) -> jdbc.sql("insert into log values (?)").param(number).update());
	}

	private static CodeMigration code(String version, Work work) {
		return code(version, "", work);
	}

	private static CodeMigration code(String version, String checksum, Work work) {
		return new Code(version, checksum, work);
	}

	private interface Work {

		void run(JdbcClient jdbc) throws Exception;

	}

	private interface Misuse {

		void of(Connection connection) throws Exception;

	}

	private record Code(String version, String checksum, Work work) implements CodeMigration {

		@Override
		public String name() {
			return "insert";
		}

		@Override
		public void migrate(JdbcClient jdbc) throws Exception {
			this.work.run(jdbc);
		}

	}

}
