package dev.slipway.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionReport;
import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.PendingMigrationsException;
import dev.slipway.Timeouts;
import dev.slipway.testing.ForeignTool;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TrapDatabase;
import dev.slipway.testing.TrapServer;
import dev.slipway.testing.TrapServer.Victim;
import dev.slipway.testing.Waits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A run of each kind, in a database where a role that is not trusted has made operators,
 * functions, types and relations like PostgreSQL's own: none of them is executed, and
 * none could be, as nothing that is sent leaves it to the search path. Commands and the
 * watch of a long statement have tests of their own.
 */
class TrapTests {

	private static final Duration LONGEST = Duration.ofSeconds(40);

	private static final Map<String, Result> results = new ConcurrentHashMap<>();

	private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

	@TempDir(cleanup = CleanupMode.ALWAYS)
	private static Path folder;

	static {
		KINDS.put("the first start creates schema and table", TrapTests::firstStart);
		KINDS.put("files are pending, and then nothing is", TrapTests::pendingFiles);
		KINDS.put("many files are pending", TrapTests::manyFiles);
		KINDS.put("many plain files are pending", TrapTests::manyPlainFiles);
		KINDS.put("validate", TrapTests::validate);
		KINDS.put("wait", TrapTests::await);
		KINDS.put("a timestamp becomes a number", TrapTests::renumber);
		KINDS.put("baseline and reset", TrapTests::baselineAndReset);
		KINDS.put("statement by statement", TrapTests::statementByStatement);
		KINDS.put("callbacks and repeatables", TrapTests::callbacks);
		KINDS.put("a build is killed and resumed", TrapTests::killedBuild);
		KINDS.put("the outcome of a statement is unknown", TrapTests::unknownOutcome);
		KINDS.put("a killed reindex", TrapTests::killedReindex);
		KINDS.put("an unfinished detach", TrapTests::unfinishedDetach);
		KINDS.put("a statement outlives its process", TrapTests::orphan);
		KINDS.put("another process holds the lock", TrapTests::holder);
		KINDS.put("another process holds the lock of a build", TrapTests::holderOfBuild);
		KINDS.put("a table is locked", TrapTests::lockedTable);
		KINDS.put("a table is locked and the pool has one connection", TrapTests::lockedTableAndSmallPool);
		KINDS.put("a deadlock", TrapTests::deadlock);
		KINDS.put("another tool's table", TrapTests::foreignTable);
		KINDS.put("other tools' histories", TrapTests::foreignTools);
		KINDS.put("a script changes its session", TrapTests::sessionState);
		KINDS.put("a script fails", TrapTests::failingScript);
		KINDS.put("simple query mode", TrapTests::simpleQueryMode);
		KINDS.put("a pool", TrapTests::pool);
		KINDS.put("plan and clean", TrapTests::planAndClean);
		KINDS.put("adopt", TrapTests::adopt);
		KINDS.put("undo", TrapTests::undo);
		KINDS.put("repair", TrapTests::repair);
		KINDS.put("rehearse undo", TrapTests::rehearseUndo);
	}

	static Stream<Arguments> kinds() {
		return Stream.of(Victim.values())
			.flatMap((victim) -> KINDS.keySet().stream().map((kind) -> Arguments.of(victim, kind)));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void theRunEndsAsWithoutTraps(Victim victim, String kind) {
		assertThat(result(victim, kind).failure()).isNull();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void noTrapIsExecuted(Victim victim, String kind) {
		assertThat(result(victim, kind).executedTraps()).as(kind).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void nothingIsLeftToTheSearchPath(Victim victim, String kind) {
		assertThat(result(victim, kind).leftToSearchPath()).as(kind).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void forAllThatIsUsedThereIsATrap(Victim victim, String kind) {
		assertThat(result(victim, kind).namesWithoutTrap()).as(kind).isEmpty();
	}

	private static Result result(Victim victim, String kind) {
		return results.computeIfAbsent(victim + " " + kind, (key) -> {
			TrapDatabase database = TrapServer.server().createDatabase(victim);
			ExecutorService threads = Executors.newCachedThreadPool();
			try {
				Run run = new Run(database, new Scripts(Files.createTempDirectory(folder, "scripts")), threads);
				threads.submit(() -> {
					Objects.requireNonNull(KINDS.get(kind)).run(run);
					return run;
				}).get(LONGEST.toSeconds(), TimeUnit.SECONDS);
				return Result.of(database, null);
			}
			catch (IOException | InterruptedException | ExecutionException | TimeoutException ex) {
				return Result.of(database, ex);
			}
			finally {
				threads.shutdownNow();
			}
		});
	}

	private static void firstStart(Run run) {
		run.write("001_a.sql", "create table public.a(i int)").write("002_b.sql", "create table public.b(i int)");
		MigratorOptions options = run.options().withSchema("own", true);
		assertThat(Migrator.of(run.dataSource(), options).migrate().applied()).hasSize(2);
	}

	private static void pendingFiles(Run run) {
		run.write("001_a.sql", "create table public.a(i int)");
		run.migrate();
		run.write("002_b.sql", "create table public.b(i int)")
			.write("003_c.sql", "begin; insert into public.b values (1); commit;")
			.write("004_c.sql", "copy public.b from stdin;\n1\n\\.\n")
			.write("005_e_down.sql", "drop table public.b")
			.write("005_e.sql", "set custom.tenant = 'x'; insert into public.b values (2)");
		assertThat(run.migrate().applied()).hasSize(4);
		assertThat(run.migrate().applied()).isEmpty();
	}

	/** So many that the session is asked once what it has. */
	private static void manyFiles(Run run) {
		run.write("001_a.sql", "create table public.a(i int)");
		for (int i = 101; i <= 180; i++) {
			run.write(i + "_b.sql", "insert into public.a values (" + i + ")");
		}
		assertThat(run.migrate().applied()).hasSize(81);
	}

	/** So many that what is around them is prepared. */
	private static void manyPlainFiles(Run run) {
		for (int i = 101; i <= 112; i++) {
			run.writeUnmarked(i + "_a.sql", "create table public.a" + i + " (i int)");
		}
		run.write("201_b.sql", "insert into public.a101 values (1)");
		for (int i = 301; i <= 312; i++) {
			run.writeUnmarked(i + "_c.sql", "create table public.c" + i + " (i int)");
		}
		assertThat(run.migrate().applied()).hasSize(25);
	}

	private static void validate(Run run) {
		run.write("001_a.sql", "create table public.a(i int)");
		assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(() -> run.migrator().validate());
		run.migrate();
		run.migrator().validate();
	}

	private static void renumber(Run run) {
		run.write("20260101120000_a.sql", "create table public.a(i int)");
		run.migrate();
		run.delete("20260101120000_a.sql");
		run.write("001_a.sql", "create table public.a(i int)");
		assertThat(run.migrate().applied()).isEmpty();
		assertThat(run.migrator().plan().version()).isEqualTo("1");
	}

	private static void baselineAndReset(Run run) {
		run.write("001_a.sql", "select 1")
			.write("002_b.sql",
					"create schema made; create table made.b(i int);" + " create view made.v as select i from made.b");
		Migrator migrator = run.migrator();
		assertThat(migrator.baseline("1", true, List.of(migrator))).hasSize(1);
		run.migrate();
		assertThat(migrator.owned(List.of(migrator))).contains("schema made");
		assertThat(migrator.untold(List.of(migrator))).containsExactly("1_a");
		assertThatIllegalStateException().isThrownBy(() -> Migrator.resetAll(List.of(migrator), List.of(migrator)));
		run.admin("delete from public.schema_migrations where version = '1'");
		Migrator.resetAll(List.of(migrator), List.of(migrator));
	}

	private static void planAndClean(Run run) {
		run.write("001_a.sql", "create schema made; create table made.a(i int primary key);"
				+ "create view made.v as select i from made.a; create type made.t as enum ('x')");
		MigratorOptions options = run.options().withCleanSchemas("made");
		run.migrate();
		assertThat(run.migrator().plan().pending()).isEmpty();
		Migrator.of(run.dataSource(), options).clean();
		assertThat(run.migrator().plan().pending()).hasSize(1);
		run.migrate();
	}

	private static void adopt(Run run) {
		run.write("V1__a.sql", "create table public.a(i int)").write("V2__b.sql", "create table public.b(i int)");
		for (String table : List.of("flyway_schema_history", "databasechangelog")) {
			run.admin("drop table if exists public.flyway_schema_history");
			run.admin(table.startsWith(
					"f") ? "create table public.flyway_schema_history (installed_rank int, version varchar(50), description" + " varchar(200), type varchar(20), script varchar(1000), checksum int, installed_by varchar(100)," + " installed_on timestamp default now(), execution_time int, success boolean)" : "create table public.databasechangelog (id varchar(255), author varchar(255), filename varchar(255)," + " dateexecuted timestamp default now(), orderexecuted int, exectype varchar(10), md5sum varchar(35))");
			run.admin(table.startsWith("f")
					? "insert into public.flyway_schema_history values (1, '1', 'a', 'SQL', 'V1__a.sql', null, 'me', now(), 1, true)"
					: "insert into public.databasechangelog values ('1', 'me', 'x.sql', now(), 1, 'EXECUTED', null)");
			run.admin("alter table public." + table + " owner to " + run.victim().username());
			run.write("V1__a.sql", "--changeset me:1\ncreate table public.a(i int)");
			assertThat(run.migrator().showAdoption().entries()).hasSize(1);
			assertThat(run.migrator().adopt().entries()).hasSize(1);
			assertThat(run.migrator().undoAdoption(true).outcome()).isEqualTo(AdoptionReport.Outcome.UNDONE);
		}
		Migrator.of(run.dataSource(), run.options().withTable("old").withIgnoreForeignHistory(true)).migrate();
		MigratorOptions options = run.options().withAdoption(true, "old").withIgnoreForeignHistory(true);
		assertThat(Migrator.of(run.dataSource(), options).migrate().applied()).isEmpty();
	}

	private static void undo(Run run) {
		run.write("001_a.sql", "create table public.a(i int)\n-- slipway: undo\ndrop table public.a;")
			.write("002_b.sql",
					"select 1;\n-- slipway: undo\n-- " + "x".repeat(100) + "\nselect '" + "y".repeat(100_000) + "';")
			.write("003_c.sql", "create index concurrently a_i on public.a (i);\n-- slipway: undo\n"
					+ "drop index concurrently public.a_i;\nselect 1;");
		run.migrate();
		assertThat(run.migrator().undo(3).undone()).hasSize(3);
	}

	private static void repair(Run run) {
		run.write("001_a.sql", "create table public.a(i int)").write("002_b.sql", "create table public.b(i int)");
		run.migrate();
		run.write("001_a.sql", "create table public.a(j int)");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(run::migrate)
			.withMessageContaining("statement 1 was another one");
		assertThat(run.migrator().repair(true).done()).isTrue();
	}

	private static void rehearseUndo(Run run) {
		run.write("001_a.sql",
				"create table public.a(i int primary key, j text);\n-- slipway: undo\ndrop table public.a;");
		assertThat(run.migrator().rehearseUndo(run.dataSource()).rehearsed()).hasSize(1);
	}

	private static void await(Run run) {
		run.write("001_a.sql", "create table public.a(i int)");
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> Migrator.awaitAll(List.of(run.migrator()), Duration.ofMillis(300)));
		run.migrate();
		Migrator.awaitAll(List.of(run.migrator()), Duration.ofMinutes(1));
	}

	private static void statementByStatement(Run run) {
		run.write("001_a.sql", """
				create table public.a(i int, j int);
				create table public.p(i int) partition by range (i);
				create table public.p1 partition of public.p for values from (0) to (10);
				""").write("002_b.sql", """
				create index concurrently a_i on public.a(i);
				create unique index concurrently if not exists a_j on public.a(j);
				create index concurrently on public.a(i, j);
				insert into public.a values (1, 2);
				set work_mem = '77kB';
				vacuum public.a;
				reindex table concurrently public.a;
				drop index concurrently public.a_i;
				begin;
				insert into public.a values (3, 4);
				commit;
				alter table public.p detach partition public.p1 concurrently;
				copy public.a from stdin;
				5	6
				\\.
				""");
		assertThat(run.migrate().applied()).hasSize(2);
		run.write("003_c.sql", "vacuum public.a; create index concurrently a_k on public.a(k)");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(run::migrate);
		run.write("003_c.sql",
				"vacuum public.a; alter table public.a add k int; create index concurrently a_k on public.a(k)");
		assertThat(run.migrate().applied()).hasSize(1);
	}

	private static void callbacks(Run run) {
		run.write("V1__a.sql", "create table public.a(i int)")
			.write("V2__b.sql", "insert into public.a values (1)")
			.write("R__v.sql", "create or replace view public.v as select i from public.a")
			.write("beforeMigrate.sql", "select 1")
			.write("beforeEachMigrate.sql", "set work_mem = '77kB'")
			.write("afterEachMigrate.sql", "select 2")
			.write("afterMigrate.sql", "vacuum public.a; select 3");
		assertThat(run.migrate().applied()).hasSize(3);
		run.write("V3__c.sql", "vacuum public.a; insert into public.a values (2)")
			.write("R__v.sql", "create or replace view public.v as select i as i from public.a");
		assertThat(run.migrate().applied()).hasSize(2);
	}

	private static void killedBuild(Run run) throws Exception {
		run.admin("create table public.t(i int); alter table public.t owner to " + run.victim().username());
		for (String sql : List.of("create index concurrently t_i on public.t(i)",
				"create index concurrently on public.t(i)")) {
			run.write("001_x.sql", "vacuum public.t; " + sql);
			run.admin("drop table if exists public.schema_migrations");
			MortalDataSource process = new MortalDataSource(run.dataSource());
			try (Connection blocker = run.hold("select * from public.t")) {
				Future<?> killed = run.submit(() -> Migrator.of(process, run.options()).migrate());
				run.awaitActive("index concurrently");
				process.kill();
				run.admin("select pg_terminate_backend(pid, 10000) from pg_stat_activity where pid <> pg_backend_pid() "
						+ "and datname = current_database() and query like '/* slipway run%'");
				assertThat(killed).failsWithin(Duration.ofMinutes(1));
				blocker.rollback();
			}
			assertThat(run.migrate().applied()).hasSize(1);
		}
	}

	private static void unknownOutcome(Run run) {
		run.admin("create table public.t(i int); alter table public.t owner to " + run.victim().username());
		run.admin("create table public.p(i int) partition by range (i); create table public.p1(i int); "
				+ "alter table public.p owner to " + run.victim().username());
		for (String sql : List.of("drop index concurrently public.gone", "create index concurrently t_i on public.t(i)",
				"create index concurrently on public.t(i)",
				"alter table public.p detach partition public.p1 concurrently",
				"drop database " + run.victim().name() + "_gone", "create database " + run.victim().name(),
				"drop tablespace gone", "drop subscription gone")) {
			run.admin("drop table if exists public.schema_migrations; drop index if exists public.t_i, public.t_i_idx");
			run.write("001_x.sql", sql.contains("create index") ? sql.replace("public.t(i)", "public.t(j)") : sql);
			assertThatExceptionOfType(MigrationFailedException.class).as(sql).isThrownBy(run::migrate);
			run.write("001_x.sql", sql);
			if (sql.contains("create index")) {
				run.admin("create index t_i" + (sql.contains("t_i") ? "" : "_idx") + " on public.t(i)");
			}
			run.admin("update public.schema_migrations set state = 'running'");
			assertThat(run.migrate().applied()).as(sql).hasSize(1);
		}
	}

	private static void killedReindex(Run run) {
		run.admin("create schema own; create table own.t(i int); alter schema own owner to " + run.victim().username()
				+ "; alter table own.t owner to " + run.victim().username());
		run.admin("create index t_i on own.t(i)");
		for (String what : List.of("index concurrently own.t_i", "table concurrently own.t",
				"schema concurrently own")) {
			run.admin("drop table if exists public.schema_migrations");
			run.write("001_x.sql", "reindex index concurrently public.nope");
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(run::migrate);
			run.admin("insert into own.t values (1), (1)");
			try {
				run.admin("create unique index concurrently t_i_ccnew on own.t(i)");
			}
			catch (IllegalStateException ex) {
				// The INVALID index is what is wanted.
			}
			run.write("001_x.sql", "reindex " + what);
			assertThat(run.migrate().applied()).as(what).hasSize(1);
		}
	}

	private static void unfinishedDetach(Run run) throws Exception {
		run.write("001_p.sql", "create table public.p(i int) partition by range (i); "
				+ "create table public.p1 partition of public.p for values from (0) to (10)");
		run.migrate();
		run.write("002_x.sql", "alter table public.p detach partition public.p1 concurrently");
		try (Connection blocker = run.hold("select * from public.p")) {
			Future<?> cancelled = run.submit(run::migrate);
			run.awaitActive("detach partition");
			Waits.until(() -> run.query("select 1 from pg_inherits where inhdetachpending").size() == 1);
			run.admin("select pg_cancel_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
					+ "and datname = current_database() and query like '/* slipway run%detach partition%'");
			assertThat(cancelled).failsWithin(Duration.ofMinutes(1));
			blocker.rollback();
		}
		assertThat(run.migrate().applied()).hasSize(1);
	}

	private static void orphan(Run run) throws Exception {
		run.admin("create table public.t(i int); alter table public.t owner to " + run.victim().username());
		run.write("001_x.sql", "create index concurrently t_i on public.t(i)");
		MortalDataSource process = new MortalDataSource(run.dataSource());
		Future<MigrationReport> second;
		try (Connection blocker = run.hold("select * from public.t")) {
			Future<?> killed = run.submit(() -> Migrator.of(process, run.options()).migrate());
			run.awaitActive("index concurrently");
			process.kill();
			assertThat(killed).failsWithin(Duration.ofMinutes(1));
			second = run.submit(run::migrate);
			Waits.until(() -> !run.query("select 1 from public.schema_migrations").isEmpty() && !run
				.query("select 1 from pg_locks where locktype = 'advisory' and granted and "
						+ "database = (select oid from pg_database where datname = current_database())")
				.isEmpty());
			Thread.sleep(500);
			blocker.rollback();
		}
		assertThat(second.get().applied()).hasSize(1);
	}

	private static void holder(Run run) throws Exception {
		run.admin("create table public.t(i int); alter table public.t owner to " + run.victim().username());
		run.write("001_x.sql", "alter table public.t add j int");
		assertThat(waitForHolder(run)).isEqualTo(1);
	}

	private static void holderOfBuild(Run run) throws Exception {
		run.admin("create table public.t(i int); alter table public.t owner to " + run.victim().username());
		run.write("001_x.sql", "create index concurrently t_i on public.t(i)");
		assertThat(waitForHolder(run)).isEqualTo(1);
	}

	private static int waitForHolder(Run run) throws Exception {
		Future<MigrationReport> first;
		Future<MigrationReport> second;
		try (Connection blocker = run.hold("select * from public.t")) {
			first = run.submit(run::migrate);
			run.awaitWaiting();
			second = run.submit(run::migrate);
			Waits.until(() -> run
				.query("select count(*) from pg_stat_activity where datname = current_database() and " + "usename = '"
						+ run.victim().username() + "'")
				.get(0)
				.compareTo("2") >= 0);
			Thread.sleep(1000);
			blocker.rollback();
		}
		return first.get().applied().size() + second.get().applied().size();
	}

	private static void lockedTable(Run run) throws Exception {
		assertLocked(run, run.dataSource());
	}

	private static void lockedTableAndSmallPool(Run run) throws Exception {
		try (HikariDataSource pool = run.victim().pool()) {
			pool.setMaximumPoolSize(1);
			assertLocked(run, pool);
		}
	}

	private static void assertLocked(Run run, DataSource dataSource) throws SQLException {
		run.admin("create table public.t(i int); alter table public.t owner to " + run.victim().username());
		run.write("001_x.sql", "alter table public.t add j int");
		Timeouts timeouts = Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(600)).withLockRetries(1);
		try (Connection blocker = run.hold("select * from public.t")) {
			assertThatExceptionOfType(MigrationFailedException.class)
				.isThrownBy(() -> Migrator.of(dataSource, run.options().withTimeouts(timeouts)).migrate())
				.withMessageContaining("In the way: ");
			blocker.rollback();
		}
	}

	private static void deadlock(Run run) throws Exception {
		run.write("001_t.sql", "create table public.t(i int); create table public.u(i int)");
		run.migrate();
		run.write("002_x.sql",
				"set lock_timeout = 0; lock table public.t in share mode; alter table public.u add j int");
		Future<MigrationReport> rivals;
		try (Connection rival = run.hold("lock table public.u in access share mode");
				Statement sql = rival.createStatement()) {
			sql.execute("set local deadlock_timeout = '1h'");
			rivals = run.submit(run::migrate);
			run.awaitWaiting();
			sql.execute("lock table public.t in row exclusive mode");
			rival.commit();
		}
		assertThat(rivals.get().applied()).hasSize(1);
	}

	private static void foreignTable(Run run) {
		run.write("001_x.sql", "create table public.t(i int)");
		run.admin("create table public.schema_migrations(version bigint primary key, dirty boolean not null); "
				+ "alter table public.schema_migrations owner to " + run.victim().username());
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(run::migrate)
			.withMessageContaining("golang-migrate");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> run.migrator().validate())
			.withMessageContaining("golang-migrate");
	}

	private static void foreignTools(Run run) {
		run.write("001_x.sql", "create table public.t(i int)");
		for (ForeignTool tool : ForeignTool.values()) {
			String schema = tool.table().substring(0, tool.table().indexOf('.'));
			run.admin("set search_path = public; " + tool.history());
			run.admin("grant usage on schema " + schema + " to public; grant select on " + tool.table() + " to public");
			Migrator migrator = Migrator.of(run.dataSource(),
					run.options().withTable("own").withAdoption(false, tool.table()));
			assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(migrator::showAdoption);
			run.admin("drop table " + tool.table() + " cascade; drop table public.users");
		}
	}

	private static final String SESSION = """
			create temporary table own(i int);
			create temporary view own_view as select 1 as i;
			create temporary sequence own_sequence;
			listen own;
			prepare own as select 1;
			declare held cursor with hold for select 1;
			set work_mem = '77kB';
			set custom.tenant = 'x';
			set search_path = hostile, public, pg_catalog;
			""";

	private static void sessionState(Run run) throws SQLException {
		run.write("001_x.sql", SESSION).write("002_y.sql", "vacuum; " + SESSION).write("003_z.sql", "select 1");
		String init = "listen pools_own; create temporary table pools_own(i int); prepare pools_own as select 1; "
				+ "set custom.tenant = 'pool'; set work_mem = '7MB'; set search_path = hostile, public, pg_catalog";
		try (HikariDataSource pool = run.victim().pool(init.replaceAll("(^|; )", "$1" + TrapDatabase.SCRIPT))) {
			pool.setMaximumPoolSize(2);
			assertThat(Migrator.of(pool, run.options()).migrate().applied()).hasSize(3);
			assertThat(Migrator.of(pool, run.options()).migrate().applied()).isEmpty();
		}
	}

	private static void failingScript(Run run) throws SQLException {
		run.write("001_x.sql", SESSION + "select pg_catalog.pg_advisory_lock(1); select broken");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(run::migrate);
		run.write("001_x.sql", "-- slipway: no-transaction\n" + SESSION + "vacuum; select broken");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(run::migrate);
	}

	private static void simpleQueryMode(Run run) {
		run.write("001_a.sql", "create table public.a(i int)")
			.write("002_b.sql", "create index concurrently a_i on public.a(i)");
		DataSource simple = run.victim().dataSource("?preferQueryMode=simple");
		assertThat(Migrator.of(simple, run.options()).migrate().applied()).hasSize(2);
		Migrator.of(simple, run.options()).validate();
	}

	private static void pool(Run run) {
		run.write("001_a.sql", "create table public.a(i int)")
			.write("002_b.sql", "create index concurrently a_i on public.a(i)");
		try (HikariDataSource pool = run.victim().pool()) {
			pool.setMaximumPoolSize(2);
			assertThat(Migrator.of(pool, run.options().withSearchPath("public", "hostile")).migrate().applied())
				.hasSize(2);
			assertThat(Migrator.of(pool, run.options()).migrate().applied()).isEmpty();
		}
	}

	private interface Kind {

		void run(Run run) throws Exception;

	}

	/**
	 * What a run came to.
	 *
	 * @param executedTraps the traps that were executed
	 * @param leftToSearchPath what the search path decides
	 * @param namesWithoutTrap the names for which there is no trap
	 * @param failure why it did not end as expected, or {@code null}
	 */
	private record Result(List<String> executedTraps, Set<String> leftToSearchPath, Set<String> namesWithoutTrap,
			@Nullable Throwable failure) {

		static Result of(TrapDatabase database, @Nullable Throwable failure) {
			TrapDatabase.Log log = database.log();
			return new Result(log.executedTraps(), log.leftToSearchPath(), log.namesWithoutTrap(), failure);
		}

	}

	/** A run of some kind, and those who disturb it. */
	private record Run(TrapDatabase database, Scripts scripts, ExecutorService threads) {

		TestDatabase victim() {
			return this.database.victim();
		}

		DataSource dataSource() {
			return victim().dataSource();
		}

		/** The path begins with a schema of others, where no history may be. */
		MigratorOptions options() {
			return this.scripts.options().withSchema("public", false);
		}

		Migrator migrator() {
			return Migrator.of(dataSource(), options());
		}

		MigrationReport migrate() {
			return migrator().migrate();
		}

		/** Marks each statement, so that it is known in the server's log. */
		Run write(String name, String sql) {
			StringBuilder marked = new StringBuilder();
			boolean data = false;
			for (String line : sql.split("(?<=\n)")) {
				marked.append((data || line.startsWith("--")) ? line
						: line.replaceAll("(^|; )(\\w+)", "$1$2 " + TrapDatabase.SCRIPT));
				data = (data || line.startsWith("copy")) && !line.startsWith("\\.");
			}
			this.scripts.write(name, marked.toString());
			return this;
		}

		void delete(String name) {
			this.scripts.delete(name);
		}

		/** A script that leaves nothing to the search path. */
		void writeUnmarked(String name, String script) {
			this.scripts.write(name, script);
		}

		void admin(String sql) {
			this.database.admin().execute(sql);
		}

		List<String> query(String sql) {
			return this.database.admin().query(sql);
		}

		<T> Future<T> submit(Callable<T> task) {
			return this.threads.submit(task);
		}

		/** Open a transaction in which a statement was run. */
		Connection hold(String sql) throws SQLException {
			Connection connection = this.database.admin().dataSource("?ApplicationName=report").getConnection();
			connection.setAutoCommit(false);
			connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			try (Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
			return connection;
		}

		void awaitActive(String statement) {
			awaitSession(
					"state = 'active' and wait_event is not null and query like '/* slipway run%" + statement + "%'");
		}

		void awaitWaiting() {
			awaitSession("wait_event_type = 'Lock'");
		}

		private void awaitSession(String condition) {
			Waits.until(
					() -> !query("select 1 from pg_stat_activity where datname = current_database() and " + condition)
						.isEmpty());
		}

	}

}
