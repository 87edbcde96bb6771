package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The session is neither remembered nor restored around a script for which the server
 * runs no code but its own. Whatever else could run code in it, or leave something
 * behind, the connection goes back as it came.
 */
class CodeFreeScriptTests {

	/** Changes what a rollback or the end of a transaction leaves. */
	private static final String ATTACK = """
			perform set_config('work_mem', '64kB', false);
			perform set_config('search_path', 'public, pg_catalog', false);
			perform pg_advisory_lock(42);
			""";

	private static final String LOUD_ATTACK = ATTACK + """
			execute 'listen attack';
			execute 'prepare attack as select 1';
			if to_regclass('pg_temp.attack') is null then
			execute 'create temp table attack (i int)';
			end if;
			""";

	private static final String STATE = """
			select current_setting('work_mem'), current_setting('search_path'), current_setting('application_name'),
				(select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
				(select count(*) from pg_listening_channels()), (select count(*) from pg_prepared_statements where from_sql),
				(select string_agg(relname, ',') from pg_class where relnamespace = pg_my_temp_schema())""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	CodeFreeScriptTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table t (a int default attack(1), check (attack(a) = 1))",
			"create table t (a composite default '(1)')", "create table t (a checked default 1)",
			"create table t (a int) partition by range ((a + attack(1)))",
			"create table t (a int); create index on t (a) where attack(1) = 1",
			"create table t (a int, b int generated always as (attack(1)) stored)",
			"create table t (a int); create index on t ((attack(1)))",
			"create table t (a int); insert into t values (attack(1))",
			"create table t (a int default attack(1)); insert into t default values",
			"create table t (a checked); insert into t values (1)",
			"create table t (a int); create rule r as on insert to t do also select attack(1); insert into t values (1)",
			"create table t (a int); do $$ begin execute 'do $x$ begin perform attack(1); end $x$'; end $$",
			"create table t (a int); select 1 @+@ 1", "create table t (a int); select cast(row(1)::composite as int)",
			"create table t (a int); create index on filled (attack(a))",
			"create table t (a int); alter table filled add b int default attack(1)",
			"create table t (a int); create trigger x before insert on t for each row execute function attack();"
					+ "insert into t values (1)" })
	void codeThatAStatementMayRunChangesNothing(String script) throws SQLException {
		this.database
			.execute("create function attack(i int) returns int immutable language plpgsql as $f$ begin " + ATTACK
					+ "return 1; end $f$;" + "create function attack() returns trigger language plpgsql as $f$ begin "
					+ LOUD_ATTACK + "return new; end $f$;"
					+ "create function attack(i int, j int) returns int language plpgsql as $f$ begin " + LOUD_ATTACK
					+ "return 1; end $f$; create operator @+@ (leftarg = int, rightarg = int, function = attack);"
					+ "create domain checked as int check (attack(value) = 1); create type composite as (i checked);"
					+ "create function attack(c composite) returns int immutable language plpgsql as $f$ begin "
					+ ATTACK + "return 1; end $f$; create cast (composite as int) with function attack(composite);"
					+ "create table filled (a int); insert into filled values (1), (2)");
		this.scripts.write("001_attack.sql", script).write("002_next.sql", "create table next (a int)");
		assertNothingChanges("");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ddl_command_start", "ddl_command_end" })
	void eventTriggerThatChangesTheSessionOfAPlainScriptChangesNothing(String event) throws SQLException {
		this.database
			.execute("create function attack() returns event_trigger language plpgsql as $f$ begin if current_setting("
					+ "'application_name') like 'slipway %' and tg_tag = 'CREATE TABLE' then " + ATTACK
					+ "execute 'listen attack'; end if; end $f$");
		this.scripts.write("001_plain.sql", "create table a (i int)")
			.write("002_listener.sql", "create event trigger attack on " + event + " execute function attack()")
			.write("003_plain.sql", "create table b (i int); comment on table b is 'b'")
			.write("004_seen.sql", "create table seen as select current_setting('work_mem') as memory");
		assertNothingChanges("");
		assertThat(this.database.query("select memory from public.seen")).doesNotContain("64kB").hasSize(1);
		this.scripts.write("005_plain.sql", "create table c (i int)");
		assertNothingChanges("");
	}

	@Test
	void tableThatThePathMakesTemporaryIsGone() throws SQLException {
		this.scripts.write("001_plain.sql", "create table a (i int)").write("002_plain.sql", "create table b (i int)");
		try (HikariDataSource pool = this.database.pool("set search_path to pg_temp, public")) {
			List<String> before = state(pool);
			Migrator.of(pool, this.scripts.options().withSchema("public", false)).migrate();
			assertThat(state(pool)).isEqualTo(before);
		}
	}

	@Test
	void poolsTemporaryTableStays() throws SQLException {
		this.scripts.write("001_plain.sql", "create table a (i int)");
		assertNothingChanges("create temp table a (i int)");
		assertThat(this.database.query("select to_regclass('public.a')")).containsExactly("a");
	}

	/**
	 * What a function of another role prepares in the session would run with the rights
	 * of Slipway's role, if it were executed.
	 */
	@Test
	void codeBetweenPlainFilesFindsNothingPreparedThatItCouldReplace() throws SQLException {
		this.database.execute("""
				create table found (name text, statement text);
				create function attack() returns int language plpgsql security definer as $f$
				declare item record;
				begin
				for item in select name, statement from pg_prepared_statements where from_sql loop
				insert into public.found values (item.name, item.statement);
				execute 'deallocate ' || item.name;
				execute 'prepare ' || item.name || '(text, text, text) as select 1';
				end loop;
				return 1;
				end $f$""");
		for (int i = 1; i <= 45; i++) {
			this.scripts.write("%03d_file.sql".formatted(i),
					(i % 15 == 0) ? "select public.attack()" : "create table t_" + i + " (i int)");
		}
		assertNothingChanges("");
		assertThat(this.database.query("select * from public.found")).isEmpty();
		assertThat(this.database.query("select count(*), count(distinct version) from public.schema_migrations"))
			.containsExactly("45|45");
	}

	@Test
	void nothingPreparedIsLeftWhenAFileFails() throws SQLException {
		for (int i = 1; i <= 20; i++) {
			this.scripts.write("%03d_plain.sql".formatted(i), "create table t_" + ((i == 15) ? 1 : i) + " (i int)");
		}
		try (HikariDataSource pool = this.database.pool("prepare pools_own as select 1")) {
			List<String> before = state(pool);
			assertThatExceptionOfType(MigrationFailedException.class)
				.isThrownBy(() -> this.scripts.migrator(pool).migrate())
				.withMessageContaining("015_plain.sql");
			assertThat(state(pool)).isEqualTo(before);
		}
		assertThat(this.database.query("select count(*) from public.schema_migrations")).containsExactly("14");
	}

	@Test
	void eventTriggerThatRunsWhileTheHistoryTableIsMadeChangesNothing() throws SQLException {
		this.database.execute("create function attack() returns event_trigger language plpgsql as $f$ begin " + ATTACK
				+ "end $f$; create event trigger attack on ddl_command_end execute function attack()");
		this.scripts.write("001_plain.sql", "create table t_1 (i int)");
		assertNothingChanges("");
	}

	/** Each of them creates or drops something in a transaction of its own. */
	@Test
	void eventTriggerThatRunsForCommandsChangesNothing() throws SQLException {
		FlywayTable.in(this.database).applied("1", "t");
		this.database.execute(
				"create schema attacks; create function attacks.attack() returns event_trigger language plpgsql as $f$ begin "
						+ ATTACK
						+ "execute 'listen attack'; end $f$; create event trigger made on ddl_command_end execute function attacks.attack();"
						+ "create event trigger dropped on sql_drop execute function attacks.attack()");
		this.scripts.write("V1__t.sql", "create table t (i int)");
		try (HikariDataSource pool = this.database.pool("set work_mem to '5MB'")) {
			Migrator migrator = Migrator.of(pool,
					this.scripts.options().withAdoption(true, null).withCleanSchemas("public"));
			List<String> before = state(pool);
			assertThat(migrator.migrate().applied()).isEmpty();
			assertThat(state(pool)).as("adopt").isEqualTo(before);
			migrator.undoAdoption(true);
			assertThat(state(pool)).as("undone").isEqualTo(before);
			migrator.adopt();
			this.database.execute("create schema other; create view other.v as select * from flyway_schema_history");
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::clean)
				.withMessageContaining("stands in other schemas");
			assertThat(state(pool)).as("refused").isEqualTo(before);
			this.database.execute("drop view other.v");
			migrator.clean();
			assertThat(state(pool)).as("clean").isEqualTo(before);
			Migrator own = Migrator.of(pool, this.scripts.options());
			own.migrate();
			Migrator.resetAll(List.of(own), List.of(own));
			assertThat(state(pool)).as("reset").isEqualTo(before);
		}
	}

	/** The file waits for a lock, and meanwhile another session makes the trigger. */
	@ParameterizedTest
	@ValueSource(strings = { "deallocate all", "create temp sequence attack", "select pg_notify('a', 'b')" })
	void eventTriggerThatComesAmidPlainFilesChangesNothing(String attack) throws Exception {
		this.database.execute("create table blocked (i int primary key)");
		for (int i = 1; i <= 20; i++) {
			this.scripts.write("%03d_plain.sql".formatted(i),
					"create table t_" + i + " (i int" + ((i == 12) ? " references public.blocked" : "") + ")");
		}
		this.database.execute("create function attack() returns event_trigger language plpgsql as $f$ begin " + ATTACK
				+ "execute '" + attack.replace("'", "''") + "'; end $f$");
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (HikariDataSource pool = this.database.pool("");
				Connection other = this.database.dataSource().getConnection()) {
			List<String> before = state(pool);
			other.setAutoCommit(false);
			try (Statement statement = other.createStatement()) {
				statement.execute("lock table public.blocked in access exclusive mode");
				Future<?> run = threads.submit(() -> this.scripts.migrator(pool).migrate());
				Waits.until(() -> !this.database.query("select from pg_locks where not granted").isEmpty());
				statement.execute("create event trigger attack on ddl_command_end when tag in ('CREATE TABLE')"
						+ " execute function attack()");
				other.commit();
				run.get();
			}
			this.database.execute("drop event trigger attack");
			assertThat(state(pool)).isEqualTo(before);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.database.query("select count(*), count(distinct version) from public.schema_migrations"))
			.containsExactly("20|20");
	}

	@Test
	void triggerOnTheHistoryThatComesAmidPlainFilesIsLookedAt() throws Exception {
		this.database.execute("create table blocked (i int primary key)");
		this.scripts.write("001_plain.sql", "create table t_1 (i int)");
		this.scripts.migrator(this.database).migrate();
		this.database.execute("create function lost() returns trigger language plpgsql as 'begin return null; end'");
		for (int i = 2; i <= 20; i++) {
			this.scripts.write("%03d_plain.sql".formatted(i),
					"create table t_" + i + " (i int" + ((i == 12) ? " references public.blocked" : "") + ")");
		}
		ExecutorService threads = Executors.newCachedThreadPool();
		try (HikariDataSource pool = this.database.pool("");
				Connection other = this.database.dataSource().getConnection();
				Connection third = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			try (Statement lock = other.createStatement(); Statement trigger = third.createStatement()) {
				lock.execute("lock table public.blocked in access exclusive mode");
				Future<?> run = threads.submit(() -> this.scripts.migrator(pool).migrate());
				Waits.until(() -> !this.database.query("select from pg_locks where not granted").isEmpty());
				Future<?> made = threads.submit(() -> trigger.execute(
						"create trigger lost before insert on public.schema_migrations for each row execute function lost()"));
				Waits.until(() -> this.database.query("select from pg_locks where not granted").size() == 2);
				other.commit();
				made.get();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(run::get)
					.withMessageContaining("is not there");
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.database.query("select count(*) = (select count(*) from pg_class where relname ~ '^t_[0-9]+$')"
				+ " from public.schema_migrations"))
			.containsExactly("t");
	}

	/** The counts that may only fall. */
	@Test
	void aPlainFileSendsLessThanOneKilobyteAndAQuarter() throws Exception {
		writePlain(200);
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			pool.getConnection().close();
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(200);
			assertThat(proxy.bytesFromClient()).isLessThanOrEqualTo(200 * 1250);
			assertThat(proxy.flights()).isLessThanOrEqualTo(10);
		}
	}

	/** The counts that may only fall. */
	@Test
	void oneHundredPlainFilesCostSixFlights() throws Exception {
		writePlain(100);
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			pool.getConnection().close();
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(100);
			assertThat(proxy.flights()).isLessThanOrEqualTo(6);
		}
	}

	private void writePlain(int files) {
		for (int i = 1; i <= files; i++) {
			this.scripts.write(i + "_plain.sql", "create table t_" + i + " (id bigint primary key, name text)");
		}
	}

	private void assertNothingChanges(String init) throws SQLException {
		try (HikariDataSource pool = this.database.pool(init)) {
			List<String> before = state(pool);
			this.scripts.migrator(pool).migrate();
			assertThat(state(pool)).isEqualTo(before);
		}
	}

	private static List<String> state(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return TestDatabase.query(connection, STATE);
		}
	}

}
