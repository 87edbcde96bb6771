package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.Migrator;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

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

	/** The counts that may only fall. */
	@Test
	void oneHundredPlainFilesCostSixFlights() throws Exception {
		for (int i = 1; i <= 100; i++) {
			this.scripts.write(i + "_plain.sql", "create table t_" + i + " (id bigint primary key, name text)");
		}
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			pool.getConnection().close();
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(100);
			assertThat(proxy.flights()).isLessThanOrEqualTo(6);
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
