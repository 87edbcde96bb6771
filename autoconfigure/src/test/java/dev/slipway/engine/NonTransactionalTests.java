package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files that do not run in one transaction: what they do, and how they go on after a
 * failure.
 */
@ExtendWith(OutputCaptureExtension.class)
class NonTransactionalTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	NonTransactionalTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void anIndexIsBuiltConcurrentlyBetweenOrdinaryFiles(CapturedOutput output) {
		this.scripts.write("001_table.sql", "create table t(i int, j int); insert into t values (1, 2)")
			.write("002_index.sql", "create index concurrently t_i on t(i);\ncreate index concurrently t_j on t(j);")
			.write("003_more.sql", "insert into t values (3, 4)");
		MigrationReport report = this.scripts.migrator(this.database).migrate();
		assertThat(report.applied()).extracting(MigrationReport.Applied::label)
			.containsExactly("001_table", "002_index", "003_more");
		assertThat(validIndexes()).containsExactly("t_i|t", "t_j|t");
		assertThat(history()).containsExactly("1|applied|2", "2|applied|2", "3|applied|1");
		assertThat(output).containsOnlyOnce("runs '002_index' statement by statement, not in one transaction: ");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void theLockIsHeldWithoutASnapshotWhileAStatementRuns() {
		this.scripts.write("001_look.sql", """
				-- slipway: no-transaction
				create table seen as select backend_xmin::text, state, application_name, xact_start is not null as open
					from pg_stat_activity where application_name like '%(lock)' and datname = current_database();
				vacuum seen;
				""");
		this.scripts.migrator(this.database, "svc").migrate();
		assertThat(this.database.query("select * from seen"))
			.containsExactly("null|idle in transaction|slipway svc 001_look (lock)|t");
		assertThat(advisoryLocks()).isEqualTo("0");
	}

	@Test
	void theSessionThatHoldsTheLockHoldsNothingElse() {
		this.scripts.write("001_look.sql", """
				-- slipway: no-transaction
				create table seen as select distinct l.locktype, l.relation::regclass from pg_locks l
					join pg_stat_activity a on a.pid = l.pid
					where a.application_name like '%(lock)' and a.datname = current_database();
				vacuum seen;
				""");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select * from seen order by 1")).containsExactly("advisory|null",
				"virtualxid|null");
	}

	@Test
	void whatIsFinishedStaysAfterAFailureAndTheMendedFileGoesOn() {
		this.scripts.write("003_x.sql", """
				create table a(i int);
				create table b(i int);

				create index concurrently a_i on a(j);
				create table c(i int);
				""");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessage("""
					Migration 003_x.sql failed at line 4, column 36:

					  4 | create index concurrently a_i on a(j);
					    |                                    ^
					ERROR: column "j" does not exist (42703)
					Applied in this run: none. Statements 1 to 2 of 003_x (lines 1 to 2) stay applied; \
					003_x goes on with statement 3 at the next start.""");
		assertThat(history()).containsExactly("3|failed|2");
		this.scripts.write("003_x.sql", """
				create table a(i int);
				create table b(i int);
				alter table a add j int;
				create index concurrently a_i on a(j);
				create table c(i int);
				""");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).extracting(MigrationReport.Applied::label)
			.containsExactly("003_x");
		assertThat(history()).containsExactly("3|applied|5");
		assertThat(validIndexes()).containsExactly("a_i|t");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void theRestMayBeMendedIntoOneThatCouldRunInATransaction() {
		this.scripts.write("001_x.sql", "create index concurrently on nowhere(i);");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("Nothing of 001_x stays applied; the next start begins with its first statement.");
		this.scripts.write("001_x.sql", "create table t(i int); create index on t(i);");
		this.scripts.migrator(this.database).migrate();
		assertThat(history()).containsExactly("1|applied|2");
	}

	@Test
	void aChangedStatementThatIsAppliedIsRefused() {
		this.scripts.write("001_x.sql", "create table a(i int); create index concurrently on a(j);");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		this.scripts.write("001_x.sql", "create table a(j int); create index concurrently on a(j);");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("Statement 1 of ")
			.withMessageContaining("001_x.sql, which stays applied")
			.satisfies(
					(failure) -> assertThat(failure.getConflicts()).extracting(HistoryConflictException.Conflict::kind)
						.containsExactly(HistoryConflictException.Kind.CHANGED));
	}

	@Test
	void anInvalidIndexIsBuiltAnewAlsoWithIfNotExists(CapturedOutput output) {
		this.database.execute("create table t(i int)");
		this.database.execute("insert into t values (1), (1)");
		makeInvalidIndex("u", "t");
		this.database.execute("truncate t");
		this.scripts.write("001_x.sql", "create unique index concurrently if not exists u on t(i);");
		this.scripts.migrator(this.database).migrate();
		assertThat(validIndexes()).containsExactly("u|t");
		assertThat(output).contains("WARN").contains("the INVALID index public.u");
	}

	@Test
	void anInvalidIndexOfAnotherTableIsLeftAlone() {
		this.database.execute("create table t(i int)");
		this.database.execute("insert into t values (1), (1)");
		this.database.execute("create table other(i int)");
		makeInvalidIndex("u", "t");
		this.scripts.write("001_x.sql", "create index concurrently u on other(i);");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("already exists");
		assertThat(validIndexes()).containsExactly("u|f");
	}

	@Test
	void aFailedBuildOfAnIndexWithoutANameLeavesNothing() {
		this.database.execute("create table t(i int)");
		this.database.execute("insert into t values (1), (1)");
		makeInvalidIndex("earlier", "t");
		this.scripts.write("001_x.sql", "create unique index concurrently on t(i);");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		assertThat(validIndexes()).containsExactly("earlier|f");
		this.database.execute("truncate t");
		this.scripts.migrator(this.database).migrate();
		assertThat(validIndexes()).containsExactly("earlier|f", "t_i_idx|t");
	}

	@Test
	void transactionsInTheMiddleOfAFileAreTheFilesOwn() {
		this.scripts.write("001_x.sql", """
				create table t(i int, x text default pg_current_xact_id()::text);
				insert into t values (1);
				commit;
				create index concurrently t_i on t(i);
				begin isolation level serializable;
				insert into t values (2);
				insert into t select 3 where current_setting('transaction_isolation') = 'serializable';
				commit;
				begin;
				insert into t values (4);
				rollback;
				insert into t values (5);
				begin read only;
				select * from t;
				end;
				begin;
				insert into t values (6);
				""");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select i from t order by i")).containsExactly("1", "2", "3", "5", "6");
		assertThat(this.database.query("select count(distinct x) from t where i in (2, 3)")).containsExactly("1");
		assertThat(this.database.query("select count(distinct x) from t")).containsExactly("4");
		assertThat(history()).containsExactly("1|applied|17");
	}

	@Test
	void aTransactionOfAFileSetsItsOwnModesFirst() {
		this.database.execute("create table t(i int, x text default current_setting('transaction_isolation'))");
		this.scripts.write("001_x.sql", """
				-- the whole file
				begin;
				set transaction isolation level repeatable read;
				insert into t values (1);
				commit;
				""");
		this.scripts.write("002_x.sql", """
				insert into t values (2);
				begin;
				set transaction isolation level serializable;
				set transaction deferrable;
				set local work_mem = '1MB';
				insert into t values (3);
				commit and chain;
				insert into t values (4);
				commit;
				insert into t values (5);
				begin;
				set transaction read only;
				select * from t;
				commit;
				""");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select i, x from t order by i")).containsExactly("1|repeatable read",
				"2|read committed", "3|serializable", "4|serializable", "5|read committed");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void aFailingTransactionOfAFileIsRolledBackAsAWhole() {
		this.scripts.write("001_x.sql",
				"create table t(i int);\nvacuum t;\nbegin;\ninsert into t values (1);\ninsert into t values ('x');\ncommit;");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.satisfies((failure) -> assertThat(failure.getPosition().line()).isEqualTo(5))
			.withMessageContaining("Statements 1 to 2 of 001_x (lines 1 to 2) stay applied");
		assertThat(this.database.query("select count(*) from t")).containsExactly("0");
	}

	@Test
	void settingsHoldForLaterStatementsOfTheFileAndForNothingElse() throws Exception {
		this.database.execute("create schema app");
		this.scripts.write("001_x.sql",
				"""
						set search_path to app;
						set local work_mem = '77kB';
						create table t(i int);
						create index concurrently t_i on t(i);
						select set_config('custom.tenant', 'seven', false);
						create table seen as select current_setting('custom.tenant') as tenant, current_setting('work_mem') as mem;
						begin;
						set statement_timeout = '3s';
						rollback;
						create table timeout as select current_setting('statement_timeout') as timeout;
						vacuum t;
						""");
		try (HikariDataSource pool = this.database.pool((config) -> {
			config.setMaximumPoolSize(2);
			config.setConnectionInitSql("set custom.pool to 'pools own'");
		})) {
			this.scripts.migrator(pool).migrate();
			for (int i = 0; i < 2; i++) {
				try (var connection = pool.getConnection()) {
					assertThat(TestDatabase
						.query(connection, "select current_setting('search_path'), current_setting('lock_timeout'), "
								+ "coalesce(current_setting('custom.tenant', true), ''), current_setting('custom.pool'), "
								+ "current_setting('application_name')"))
						.containsExactly("\"$user\", public|0||pools own|PostgreSQL JDBC Driver");
				}
			}
		}
		assertThat(this.database.query("select tenant, mem from app.seen")).containsExactly("seven|4MB");
		assertThat(this.database.query("select timeout from app.timeout")).containsExactly("0");
		assertThat(this.database.query("select schemaname from pg_indexes where indexname = 't_i'"))
			.containsExactly("app");
	}

	@Test
	void theSearchPathOfTheServiceHoldsOutsideOfATransactionToo() {
		this.database.execute("create schema app");
		this.scripts.write("001_x.sql", "create table t(i int); create index concurrently t_i on t(i);");
		Migrator.of(this.database.dataSource(), this.scripts.options().withSearchPath("app")).migrate();
		assertThat(this.database.query("select schemaname from pg_indexes where indexname = 't_i'"))
			.containsExactly("app");
	}

	@Test
	void aProcedureThatCommitsRunsOutsideOfATransaction() {
		this.scripts.write("001_x.sql", """
				-- slipway: no-transaction
				create table t(i int);
				create procedure fill() language plpgsql as $$
				begin
					for n in 1..3 loop insert into t values (n); commit; end loop;
				end $$;
				call fill();
				""");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select count(*) from t")).containsExactly("3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "call commits()", "reindex table p", "reindex index p_i", "do $$ begin commit; end $$",
			"do $$ begin execute 'vacuum'; exception when sqlstate '25001' then rollback; end $$" })
	void theFailureOfAStatementThatRefusesATransactionNamesTheRemedy(String sql) {
		this.database.execute("create procedure commits() language plpgsql as $$ begin commit; end $$;"
				+ "create table p(i int) partition by range (i); create index p_i on p(i);"
				+ "create table p1 partition of p for values from (0) to (10)");
		this.scripts.write("001_x.sql", sql);
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageEndingWith("\nThe statement cannot run in a transaction. Put the line"
					+ " '-- slipway: no-transaction' into the file: its statements then run one by one.\n"
					+ "Applied in this run: none. 001_x was rolled back in full.");
		this.scripts.write("001_x.sql", "-- slipway: no-transaction\n" + sql);
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "set transaction isolation level serializable; select 1",
			"create index concurrently a on nowhere(i)", "begin; call commits(); commit; select 1", "select broken" })
	void theRemedyIsNotNamedWhereItWouldNotHelp(String sql) {
		this.database.execute("create procedure commits() language plpgsql as $$ begin commit; end $$");
		this.scripts.write("001_x.sql", sql);
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("no-transaction"));
	}

	@Test
	void discardAllTakesBackWhatTheFileHasSet() throws Exception {
		this.scripts.write("001_x.sql", """
				set work_mem = '77kB';
				create table before as select current_setting('work_mem') as mem;
				discard all;
				create table after as select current_setting('work_mem') as mem;
				vacuum after;
				""");
		try (HikariDataSource pool = this.database.pool((config) -> {
			config.setMaximumPoolSize(2);
			config.setConnectionInitSql("set statement_timeout = '77s'");
		})) {
			this.scripts.migrator(pool).migrate();
			for (int i = 0; i < 2; i++) {
				try (var connection = pool.getConnection()) {
					assertThat(TestDatabase.query(connection,
							"select current_setting('work_mem'), current_setting('statement_timeout')"))
						.containsExactly("4MB|77s");
				}
			}
		}
		assertThat(this.database.query("select b.mem, a.mem from before b, after a")).containsExactly("77kB|4MB");
		assertThat(history()).containsExactly("1|applied|5");
	}

	@Test
	void otherStatementsThatRefuseATransactionRun() {
		String name = this.database.name() + "_made";
		this.scripts.write("001_x.sql", """
				create table p(i int) partition by range (i);
				create table p1 partition of p for values from (0) to (10);
				create index p1_i on p1(i);
				reindex index concurrently p1_i;
				alter table p detach partition p1 concurrently;
				drop index concurrently p1_i;
				vacuum (analyze) p1;
				create database %1$s;
				drop database %1$s;
				""".formatted(name));
		this.scripts.migrator(this.database).migrate();
		assertThat(history()).containsExactly("1|applied|9");
	}

	@Test
	void aPoolOfOneIsRefusedAtOnceWithItsSetting() {
		this.scripts.write("001_x.sql", "create table t(i int);").write("002_y.sql", "vacuum;");
		try (HikariDataSource pool = this.database.pool()) {
			Migrator migrator = this.scripts.migrator(new DelegatingDataSource(pool));
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
				.withMessageContaining("'002_y' does not run in one transaction")
				.withMessageContaining("spring.datasource.hikari.maximum-pool-size is 1")
				.withMessageContaining("Nothing was applied.")
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.SECOND_CONNECTION));
		}
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void aSecondConnectionThatCannotBeHadIsExplained() {
		this.scripts.write("000_w.sql", "create table w(i int)").write("001_x.sql", "vacuum;");
		Migrator migrator = Migrator.of(new DelegatingDataSource(this.database.dataSource()) {

			private int loans;

			@Override
			public java.sql.Connection getConnection() throws java.sql.SQLException {
				if (++this.loans == 3) {
					throw new java.sql.SQLTransientConnectionException("no connection within 30 s");
				}
				return super.getConnection();
			}

		}, this.scripts.options());
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("a second connection must hold the lock")
			.withMessageContaining("no connection within 30 s\n\nApplied in this run: 000_w.")
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.SECOND_CONNECTION));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?preferQueryMode=simple", "?autosave=always", "?prepareThreshold=1" })
	void everyModeOfTheDriverWillDo(String parameters) {
		this.scripts.write("001_x.sql", """
				set search_path to public;
				create table t(i int);
				create index concurrently t_i on t(i);
				select * from generate_series(1, 10);
				""");
		this.scripts.migrator(this.database.dataSource(parameters)).migrate();
		assertThat(history()).containsExactly("1|applied|4");
	}

	/** An index that a failed build leaves. */
	private void makeInvalidIndex(String name, String table) {
		try {
			this.database.execute("create unique index concurrently " + name + " on " + table + "(i)");
		}
		catch (IllegalStateException ex) {
			assertThat(validIndexes()).contains(name + "|f");
		}
	}

	private List<String> validIndexes() {
		return this.database
			.query("select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid "
					+ "join pg_namespace n on n.oid = c.relnamespace where c.relname not like 'schema_migrations%' "
					+ "and n.nspname not in ('pg_catalog', 'pg_toast') order by 1");
	}

	private String advisoryLocks() {
		return this.database
			.query("select count(*) from pg_locks where locktype = 'advisory' and database = "
					+ "(select oid from pg_database where datname = current_database())")
			.get(0);
	}

	private List<String> history() {
		return this.database.query("select version, state, statements from public.schema_migrations order by id");
	}

}
