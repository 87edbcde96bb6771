package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.slipway.MigrationReport;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements that lock whole schemas and databases, with the history table and the
 * catalogs in them: no session of Slipway's own is in their way.
 */
@ExtendWith(OutputCaptureExtension.class)
class MaintenanceStatementTests {

	private static final String STATEMENTS = """
			-- slipway: no-transaction
			select from pg_advisory_xact_lock(77);
			reindex index t_i;
			reindex table t;
			reindex index p_i;
			reindex table p;
			reindex table schema_migrations;
			reindex table pg_catalog.pg_class;
			reindex table pg_catalog.pg_database;
			reindex schema public;
			reindex schema pg_catalog;
			reindex database %1$s;
			reindex system %1$s;
			reindex index concurrently t_i;
			reindex (concurrently) table t;
			reindex index concurrently p_i;
			reindex table concurrently p;
			reindex index concurrently schema_migrations_pkey;
			reindex table concurrently schema_migrations;
			reindex schema concurrently public;
			reindex (verbose, concurrently) database %1$s;
			cluster t using t_pkey;
			cluster schema_migrations using schema_migrations_pkey;
			cluster;
			vacuum;
			vacuum (freeze, analyze) schema_migrations;
			vacuum full t;
			vacuum full schema_migrations;
			vacuum full pg_catalog.pg_class;
			vacuum full pg_catalog.pg_database;
			vacuum full pg_catalog.pg_authid;
			vacuum full;
			analyze;
			create database %1$s_made;
			alter database %1$s_made set tablespace %1$s_space;
			alter database %1$s_made set tablespace pg_default;
			drop database %1$s_made;
			create index concurrently t_j on t(j);
			drop index concurrently t_j;
			lock table schema_migrations, t, pg_catalog.pg_database, pg_catalog.pg_class;
			""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Scripts scripts;

	private final Path folder;

	MaintenanceStatementTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
	}

	@BeforeEach
	void createTables() throws Exception {
		this.database.execute("""
				create table t(i int primary key, j text);
				create index t_i on t(i, j);
				insert into t select n, repeat(md5(n::text), 100) from generate_series(1, 100) n;
				alter table t cluster on t_pkey;
				create table p(i int) partition by range (i);
				create table p1 partition of p for values from (0) to (10);
				create index p_i on p(i);
				""");
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set allow_in_place_tablespaces = on");
			statement.execute("create tablespace " + this.database.name() + "_space location ''");
		}
		this.scripts.write("002_x.sql", STATEMENTS.formatted(this.database.name()));
	}

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		this.database.execute("drop tablespace if exists " + this.database.name() + "_space");
	}

	@Test
	void eachRunsWithTheHistoryTableInIt() throws Exception {
		await(this.threads.submit(() -> this.scripts.migrator(this.database).migrate()), 1);
	}

	@Test
	void eachRunsWhileAnotherReplicaWaits(CapturedOutput output) throws Exception {
		runTwo(this.database, output);
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void eachRunsBehindAPoolerWhileAnotherReplicaWaits(CapturedOutput output) throws Exception {
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")),
				8)) {
			runTwo(pooler.database(), output);
		}
	}

	@Test
	void aFileInOneTransactionRebuildsTheHistoryTableToo() {
		this.scripts.write("002_x.sql", """
				reindex table schema_migrations;
				cluster schema_migrations using schema_migrations_pkey;
				reindex table pg_catalog.pg_class;
				lock table schema_migrations, pg_catalog.pg_database;
				""");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
	}

	private void runTwo(TestDatabase through, CapturedOutput output) throws Exception {
		Future<MigrationReport> first;
		Future<MigrationReport> second;
		try (Connection blocker = this.database.dataSource().getConnection()) {
			blocker.setAutoCommit(false);
			TestDatabase.query(blocker, "select pg_advisory_xact_lock(77)");
			first = this.threads.submit(() -> this.scripts.migrator(through).migrate());
			Waits.until(() -> !this.database.query(
					"select 1 from pg_locks where locktype = 'advisory' and not granted and objid = 77 and database = "
							+ "(select oid from pg_database where datname = current_database())")
				.isEmpty());
			second = this.threads.submit(() -> this.scripts.migrator(through).migrate());
			Waits.untilPrinted(output, "waits for another process that is migrating");
			blocker.rollback();
		}
		await(first, 1);
		await(second, 0);
		assertThat(output).doesNotContain("In the way").doesNotContain("held by pid");
	}

	private void await(Future<MigrationReport> run, int applied) throws Exception {
		assertThat(run.get(2, TimeUnit.MINUTES).applied()).hasSize(applied);
		assertThat(this.database.query("select state, statements from schema_migrations"))
			.containsExactly("applied|" + (STATEMENTS.split(";\n", -1).length - 1));
		assertThat(leftovers()).isEmpty();
	}

	private List<String> leftovers() {
		return this.database.query("select indexrelid::regclass from pg_index where not indisvalid "
				+ "or indexrelid::regclass::text ~ '_cc(new|old)[0-9]*$'");
	}

}
