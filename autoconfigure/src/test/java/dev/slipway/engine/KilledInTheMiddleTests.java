package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
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

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files that do not run in one transaction, when their process is killed, when several
 * run at once, and behind a pooler: the next start goes on by itself.
 */
@ExtendWith(OutputCaptureExtension.class)
class KilledInTheMiddleTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	private final Path folder;

	KilledInTheMiddleTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void whatMayRunInATransactionHappensOnceWhereverTheProcessIsKilled() throws Exception {
		this.scripts.write("001_log.sql", "create table log(n int); create table t(i int)");
		StringBuilder script = new StringBuilder("-- slipway: no-transaction\n");
		for (int i = 0; i < 24; i += 3) {
			script.append("insert into log values (").append(i).append(");\n");
			script.append("begin; insert into log values (").append(i + 1).append("); commit;\n");
			script.append("insert into log select ").append(i + 2).append(" from pg_sleep(0.005);\n");
			script.append("create index concurrently t_").append(i).append(" on t(i);\n");
		}
		this.scripts.write("002_x.sql", script.toString());
		int kills = 0;
		for (boolean done = false; !done; kills++) {
			MortalDataSource process = new MortalDataSource(this.database.dataSource());
			Future<MigrationReport> run = this.threads.submit(() -> this.scripts.migrator(process).migrate());
			Thread.sleep(20 + 13L * kills);
			process.kill();
			done = isDone(run);
		}
		assertThat(kills).isGreaterThan(1);
		assertThat(this.database.query("select count(*), count(distinct n) from log")).containsExactly("24|24");
		assertThat(this.database.query("select count(*) from pg_index where indisvalid and indrelid = 't'::regclass"))
			.containsExactly("8");
		assertThat(history()).containsExactly("1|applied|2", "2|applied|48");
	}

	@Test
	void anIndexThatTheServerGoesOnBuildingIsWaitedForAndCounts(CapturedOutput output) throws Exception {
		this.database.execute("create table t(i int)");
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i);");
		MortalDataSource process = new MortalDataSource(this.database.dataSource());
		Future<MigrationReport> second;
		try (Connection blocker = block("t")) {
			Future<MigrationReport> first = this.threads.submit(() -> this.scripts.migrator(process).migrate());
			awaitActive("create index concurrently");
			process.kill();
			assertThat(isDone(first)).isFalse();
			second = this.threads.submit(() -> this.scripts.migrator(this.database).migrate());
			Waits.untilPrinted(output, "waits for a statement of '001_x'");
			assertThat(this.database.query("select count(*) from pg_index where indrelid = 't'::regclass"))
				.containsExactly("1");
			blocker.rollback();
		}
		assertThat(second.get().applied()).hasSize(1);
		assertThat(indexes()).containsExactly("t_i|t");
		assertThat(output).doesNotContain("is dropped first");
	}

	@Test
	void theWaitForAnOrphanedStatementEndsAtItsTimeout() throws Exception {
		this.database.execute("create table t(i int)");
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i);");
		MortalDataSource process = new MortalDataSource(this.database.dataSource());
		try (Connection blocker = block("t")) {
			Future<MigrationReport> first = this.threads.submit(() -> this.scripts.migrator(process).migrate());
			awaitActive("create index concurrently");
			process.kill();
			assertThat(isDone(first)).isFalse();
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> Migrator
					.of(this.database.dataSource(),
							this.scripts.options()
								.withTimeouts(Timeouts.DEFAULT.withMigrationLockWait(Duration.ofMillis(300))))
					.migrate())
				.withMessageContaining("did not end in time")
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.WAIT_TIMEOUT));
			blocker.rollback();
		}
	}

	@Test
	void anIndexWhoseBuildWasKilledIsBuiltAnew(CapturedOutput output) throws Exception {
		this.database.execute("create table t(i int)");
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i);\ncreate index concurrently on t(i);");
		for (int statement = 0; statement < 2; statement++) {
			MortalDataSource process = new MortalDataSource(this.database.dataSource());
			try (Connection blocker = block("t")) {
				Future<MigrationReport> run = this.threads.submit(() -> this.scripts.migrator(process).migrate());
				awaitActive("create index concurrently");
				if (statement == 1) {
					Thread.sleep(100);
				}
				process.kill();
				this.database.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like "
						+ "'/* slipway run%' and pid <> pg_backend_pid() and datname = current_database()");
				assertThat(isDone(run)).isFalse();
				assertThat(indexes()).contains(((statement == 0) ? "t_i" : "t_i_idx") + "|f");
				blocker.rollback();
			}
			if (statement == 0) {
				goOnToTheSecondStatement();
			}
		}
		this.scripts.migrator(this.database).migrate();
		assertThat(indexes()).containsExactly("t_i|t", "t_i_idx|t");
		assertThat(output).contains("the INVALID index public.t_i,").contains("the INVALID index public.t_i_idx,");
	}

	/** Lets the first build finish: the next run is to be killed in the second. */
	private void goOnToTheSecondStatement() {
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i);\nselect broken;");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i);\ncreate index concurrently on t(i);");
	}

	@Test
	void anUnknownStatementThatHasDoneItsWorkIsNotRunAgain() {
		String made = this.database.name() + "_made";
		this.database.execute("create table t(i int); create table p(i int) partition by range (i);"
				+ "create table p1(i int); create index t_i on t(i)");
		for (String sql : List.of("drop index concurrently gone", "create index concurrently t_i on t(i)",
				"create index concurrently \"t_i\" on public.\"t\" using btree (i)",
				"alter table p detach partition p1 concurrently", "drop database " + made,
				"create database " + this.database.name())) {
			this.scripts.write("001_x.sql", sql);
			this.database.execute("drop table if exists schema_migrations");
			assertThat(attempt()).as(sql).isEqualTo("failed");
			assertThat(attempt()).as("refused by the server: " + sql).isEqualTo("failed");
			// Made after the last count, as by the statement.
			this.database.execute("drop index t_i; create index t_i on t(i)");
			this.database.execute("update schema_migrations set state = 'running'");
			assertThat(attempt()).as("killed: " + sql).isEqualTo("applied");
		}
	}

	@Test
	void anIndexThatWasThereBeforeIsNotTakenForTheOneThatAKilledRunBuilt() {
		this.database.execute("create table t(i int, j int); create index t_i on t(j)");
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i)");
		assertThat(attempt()).isEqualTo("failed");
		this.database.execute("update schema_migrations set state = 'running'");
		assertThat(attempt()).isEqualTo("failed");
	}

	@Test
	void aDetachThatWasCancelledIsFinalized() throws Exception {
		this.database.execute("create table p(i int) partition by range (i);"
				+ "create table p1 partition of p for values from (0) to (10)");
		this.scripts.write("001_x.sql", "alter table p detach partition p1 concurrently");
		try (Connection blocker = block("p")) {
			Future<MigrationReport> run = this.threads.submit(() -> this.scripts.migrator(this.database).migrate());
			awaitActive("alter table p detach");
			Waits.until(() -> this.database.query("select inhdetachpending from pg_inherits").contains("t"));
			this.database.execute("select pg_cancel_backend(pid) from pg_stat_activity where query like "
					+ "'/* slipway run%alter table p %' and datname = current_database() and state = 'active'");
			assertThat(isDone(run)).isFalse();
			blocker.rollback();
		}
		assertThat(this.database.query("select inhdetachpending from pg_inherits")).containsExactly("t");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select count(*) from pg_inherits")).containsExactly("0");
	}

	@Test
	void whatAnUnfinishedReindexLeftIsDropped() {
		this.database.execute("create table t(i int); create index t_i on t(i); insert into t values (1), (1)");
		this.scripts.write("001_x.sql", "reindex index concurrently nope");
		assertThat(attempt()).isEqualTo("failed");
		try {
			this.database.execute("create unique index concurrently t_i_ccnew on t(i)");
		}
		catch (IllegalStateException ex) {
			assertThat(indexes()).contains("t_i_ccnew|f");
		}
		this.scripts.write("001_x.sql", "reindex table concurrently t");
		assertThat(attempt()).isEqualTo("applied");
		assertThat(indexes()).containsExactly("t_i|t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "index concurrently t_i", "table concurrently t", "(concurrently) schema public",
			"schema concurrently public", "(concurrently) database %s", "database concurrently %s",
			"index concurrently p_i", "table concurrently p", "table concurrently schema_migrations" })
	void aKilledReindexIsDoneAgainAndLeavesNothing(String what) throws Exception {
		for (boolean clientOnly : new boolean[] { true, false }) {
			this.database.execute("drop table if exists t, p, schema_migrations;"
					+ "create table t(i int primary key, j text); create index t_i on t(i);"
					+ "create table p(i int) partition by range (i); create index p_i on p(i);"
					+ "create table p1 partition of p for values from (0) to (10);"
					+ "create table p2 partition of p for values from (10) to (20)");
			this.scripts.write("001_x.sql", "reindex " + what.formatted(this.database.name()));
			MortalDataSource process = new MortalDataSource(this.database.dataSource());
			try (Connection blocker = block("t")) {
				Future<MigrationReport> run = this.threads.submit(() -> this.scripts.migrator(process).migrate());
				Waits.until(() -> !leftOfReindex().isEmpty());
				process.kill();
				if (!clientOnly) {
					this.database.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like "
							+ "'/* slipway run%' and pid <> pg_backend_pid() and datname = current_database()");
				}
				assertThat(isDone(run)).isFalse();
				// The server notices by itself that the client is gone.
				Waits.until(() -> this.database
					.query("select 1 from pg_stat_progress_create_index where datname = current_database()")
					.isEmpty());
				assertThat(leftOfReindex()).isNotEmpty();
				blocker.rollback();
			}
			this.scripts.migrator(this.database).migrate();
			assertThat(leftOfReindex()).as(what).isEmpty();
			assertThat(this.database.query("select 1 from pg_index where not indisvalid")).isEmpty();
			assertThat(history()).containsExactly("1|applied|1");
		}
	}

	/** The indexes that are being built, or were. */
	private List<String> leftOfReindex() {
		return this.database.query("select relname from pg_class where relname ~ '_cc(new|old)[0-9]*$'");
	}

	@Test
	void whoLosesTheLockTakesItAgainBeforeGoingOn() {
		this.scripts.write("001_x.sql", """
				-- slipway: no-transaction
				create table t(i int);
				select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name like '%(lock)'
					and datname = current_database();
				vacuum t;
				insert into t values (1);
				""");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select i from t")).containsExactly("1");
		assertThat(history()).containsExactly("1|applied|4");
	}

	@Test
	void aRowThatAnotherHasTakenOverStopsWhoeverHadIt() throws Exception {
		this.database.execute("create table t(i int)");
		this.scripts.write("001_x.sql", """
				-- slipway: no-transaction
				insert into t values (1);
				insert into t select 2 from pg_advisory_xact_lock(77);
				""");
		try (Connection blocker = this.database.dataSource().getConnection()) {
			blocker.setAutoCommit(false);
			TestDatabase.query(blocker, "select pg_advisory_xact_lock(77)");
			Future<MigrationReport> run = this.threads.submit(() -> this.scripts.migrator(this.database).migrate());
			awaitActive("pg_advisory_xact_lock");
			this.database.execute("update schema_migrations set run_id = gen_random_uuid()");
			blocker.rollback();
			assertThat(run.get().applied()).hasSize(1);
		}
		assertThat(this.database.query("select i, count(*) from t group by i order by i")).containsExactly("1|1",
				"2|1");
		assertThat(history()).containsExactly("1|applied|2");
	}

	@Test
	void aBuildThatWaitsLongerThanTheLockTimeoutIsNotGivenUp() throws Exception {
		this.database.execute("create table t(i int)");
		this.scripts.write("001_x.sql", "set lock_timeout = '20ms';\ncreate index concurrently t_i on t(i);");
		try (Connection blocker = block("t")) {
			Future<MigrationReport> run = this.threads.submit(() -> this.scripts.migrator(this.database).migrate());
			awaitActive("create index concurrently");
			Waits.until(() -> run.isDone() || !this.database
				.query("select 1 from pg_stat_activity where query like '/* slipway run%concurrently t_i%' "
						+ "and datname = current_database() and clock_timestamp() > query_start + interval '200 ms'")
				.isEmpty());
			assertThat(run.isDone()).isFalse();
			blocker.rollback();
			assertThat(run.get().applied()).hasSize(1);
		}
	}

	@Test
	void eightRunnersBuildEachIndexOnce() throws Exception {
		this.scripts.write("001_t.sql", "create table t(i int); create table log(n int)");
		for (int i = 2; i <= 9; i += 2) {
			this.scripts.write(i + "_index.sql",
					"create index concurrently t_" + i + " on t(i); insert into log values (" + i + ");");
			this.scripts.write((i + 1) + "_insert.sql", "insert into log values (" + (i + 1) + ")");
		}
		assertThat(Race.ofEight(this.threads, () -> this.scripts.migrator(this.database))).isEqualTo(9);
		assertThat(this.database.query("select count(*), count(distinct n) from log")).containsExactly("8|8");
		assertThat(indexes()).containsExactly("t_2|t", "t_4|t", "t_6|t", "t_8|t");
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void behindAPoolerAnIndexIsBuiltByOneOfFour() throws Exception {
		this.scripts.write("001_x.sql", """
				create table t(i int);
				set work_mem = '77kB';
				create table seen as select current_setting('work_mem') as mem;
				reset work_mem;
				create index concurrently t_i on t(i);
				insert into t values (1);
				""");
		try (TestPooler pooler = pooler(9)) {
			List<Future<MigrationReport>> runs = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				runs.add(this.threads.submit(() -> this.scripts.migrator(pooler.database()).migrate()));
			}
			int applied = 0;
			for (Future<MigrationReport> run : runs) {
				applied += run.get().applied().size();
			}
			assertThat(applied).isEqualTo(1);
			for (int i = 0; i < 9; i++) {
				assertThat(pooler.database().query("select current_setting('work_mem')")).containsExactly("4MB");
			}
		}
		assertThat(this.database.query("select i from t")).containsExactly("1");
		assertThat(this.database.query("select mem from seen")).containsExactly("77kB");
		assertThat(indexes()).containsExactly("t_i|t");
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void behindAPoolerSettingsForAStatementWithoutATransactionAreRefused() throws Exception {
		this.scripts.write("001_t.sql", "create table t(i int)")
			.write("002_x.sql", "set maintenance_work_mem = '1GB';\ncreate index concurrently t_i on t(i);");
		try (TestPooler pooler = pooler(4)) {
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> this.scripts.migrator(pooler.database()).migrate())
				.withMessageContaining("002_x.sql:2:1: this statement runs outside of a transaction, and depends on "
						+ "what the file has set before")
				.withMessageContaining("Nothing was applied.")
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.POOLED_SETTINGS));
			this.scripts.write("002_x.sql", "create index concurrently t_i on t(i);");
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> Migrator
					.of(pooler.database().dataSource(), this.scripts.options().withSearchPath("public"))
					.migrate())
				.withMessageContaining("the search path of the service");
			this.scripts.write("002_x.sql", "set lock_timeout = '5s';\ncreate index concurrently t_i on public.t(i);");
			Migrator.of(pooler.database().dataSource(), this.scripts.options().withSearchPath("public")).migrate();
		}
		assertThat(indexes()).containsExactly("t_i|t");
	}

	private TestPooler pooler(int connections) throws Exception {
		return TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")), connections);
	}

	private String attempt() {
		try {
			this.scripts.migrator(this.database).migrate();
		}
		catch (MigrationFailedException ex) {
			assertThat(ex.getProgress()).isNotNull();
		}
		return this.database.query("select state from schema_migrations").get(0);
	}

	private static boolean isDone(Future<MigrationReport> run) throws InterruptedException {
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

	/** A transaction that a concurrent build has to wait for. */
	private Connection block(String table) throws SQLException {
		Connection blocker = this.database.dataSource().getConnection();
		blocker.setAutoCommit(false);
		blocker.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		TestDatabase.query(blocker, "select * from " + table);
		return blocker;
	}

	private void awaitActive(String statement) {
		Waits.until(() -> !this.database
			.query("select 1 from pg_stat_activity where state = 'active' and wait_event is not null and "
					+ "datname = current_database() and query like '/* slipway run%" + statement + "%'")
			.isEmpty());
	}

	private List<String> indexes() {
		return this.database
			.query("select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid "
					+ "join pg_namespace n on n.oid = c.relnamespace where c.relname not like 'schema_migrations%' "
					+ "and n.nspname not in ('pg_catalog', 'pg_toast') order by 1");
	}

	private List<String> history() {
		return this.database.query("select version, state, statements from public.schema_migrations order by id");
	}

}
