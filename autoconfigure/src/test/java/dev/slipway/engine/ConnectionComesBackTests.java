package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.Migrator;
import dev.slipway.DatabaseException;
import dev.slipway.MigrationFailedException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A connection goes back to the pool as it came: the next borrower sees nothing of what a
 * script set, and all of what the pool had set.
 */
class ConnectionComesBackTests {

	private static final String POOLS_OWN = """
			set search_path to application, public;
			set work_mem to '7MB';
			set custom.tenant to 'it''s \\ "7"';
			set application_name to 'the pool';
			listen pools_own;
			create temporary table pools_own (i int);
			set role pool_role""";

	private static final String STATE = """
			select current_setting('search_path'), current_setting('work_mem'), coalesce(current_setting('custom.tenant', true), ''),
				current_setting('application_name'), current_user = session_user, current_setting('role'),
				current_setting('standard_conforming_strings'), current_setting('statement_timeout'),
				coalesce(current_setting('custom.script', true), ''), current_setting('default_transaction_read_only')""";

	private static final String SESSION = """
			set search_path to '';
			set work_mem to '64kB';
			set custom.tenant to 'other';
			set custom.script to 'left standing';
			select set_config('custom.tenant', 'another', false);
			set statement_timeout to '1min';
			set standard_conforming_strings to off;
			set session characteristics as transaction read only;
			create role %1$s;
			set role %1$s;
			listen scripts_own;
			select pg_advisory_lock(42);
			create temporary table scripts_own (i int);
			create temporary view scripts_view as select 1 as i;
			create temporary sequence scripts_sequence;
			declare held cursor with hold for select 1;
			prepare scripts_statement as select 1;
			""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	ConnectionComesBackTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void createSchemaAndRole() {
		this.database.execute("""
				create schema application;
				do $$ begin
					if not exists (select from pg_roles where rolname = 'pool_role') then
						create role pool_role superuser;
					end if;
				end $$""");
	}

	@Test
	void nothingOfTheScriptIsLeftAndAllOfThePoolIsBack() throws SQLException {
		this.scripts.write("001_session.sql", SESSION.formatted("script_role_1"));
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			List<String> before = state(pool);
			migrate(pool);
			assertThat(state(pool)).isEqualTo(before);
			assertOnlyThePoolsOwn(pool);
		}
	}

	/** A function of PostgreSQL takes at most 100 arguments. */
	@ParameterizedTest
	@ValueSource(strings = { "set app.x%d = 'script';",
			"do $$ begin perform set_config('app.x%d', 'script', false); end $$;",
			"begin; set app.x%d = 'script'; commit; begin; select 1; commit;" })
	void scriptMaySetAnyNumberOfSettingsOfItsOwn(String setting) throws SQLException {
		StringBuilder script = new StringBuilder();
		for (int i = 1; i <= 300; i++) {
			script.append(setting.formatted(i)).append('\n');
		}
		this.scripts.write("001_settings.sql", script.toString());
		try (HikariDataSource pool = this.database.pool("set app.x7 = 'pool'")) {
			pool.setMaximumPoolSize(2);
			migrate(pool);
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection,
						"select current_setting('app.x7', true), current_setting('app.x8', true)"))
					.containsExactly("pool|");
			}
		}
	}

	@Test
	void nothingIsLeftOfAScriptThatFails() throws SQLException {
		this.scripts.write("001_session.sql", SESSION.formatted("script_role_2") + "select broken;");
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			List<String> before = state(pool);
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrate(pool));
			assertThat(state(pool)).isEqualTo(before);
			assertOnlyThePoolsOwn(pool);
		}
	}

	@Test
	void aPoolThatSetsNothingIsLeftWithNothing() throws SQLException {
		this.scripts.write("001_session.sql", SESSION.formatted("script_role_3"));
		try (HikariDataSource pool = this.database.pool()) {
			List<String> before = state(pool);
			migrate(pool);
			assertThat(state(pool)).isEqualTo(before);
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection,
						"select relname from pg_class " + "where relnamespace = pg_my_temp_schema()"))
					.isEmpty();
				assertThat(TestDatabase.query(connection, "select pg_listening_channels()")).isEmpty();
			}
		}
	}

	@Test
	void aScriptMaySetTheSessionsAuthorization() throws SQLException {
		this.scripts.write("001_authorization.sql",
				"create role script_role_4; set session authorization script_role_4; select 1;");
		try (HikariDataSource pool = this.database.pool("set session authorization pool_role")) {
			migrate(pool);
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection, "select session_user, current_user"))
					.containsExactly("pool_role|pool_role");
			}
		}
	}

	@Test
	void operatorsThatAScriptPutsBeforePostgresOwnChangeNothing() throws SQLException {
		this.scripts.write("001_evil.sql", """
				create schema evil;
				create function evil.never(text, text) returns boolean language sql as 'select false';
				create operator evil.= (leftarg = text, rightarg = text, function = evil.never);
				create operator evil.<> (leftarg = text, rightarg = text, function = evil.never);
				create function evil.set_config(text, text, boolean) returns text language sql as 'select null::text';
				set work_mem to '64kB';
				set search_path to evil, pg_catalog;
				""").write("002_more.sql", "create table public.more(i int)");
		try (HikariDataSource pool = this.database.pool("set search_path to evil, pg_catalog, public")) {
			List<String> before = state(pool);
			Migrator.of(pool, this.scripts.options().withSchema("public", false)).migrate();
			assertThat(state(pool)).isEqualTo(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fetch slipway_session", "close slipway_session",
			"close slipway_session; declare slipway_session cursor for select '{}'::jsonb" })
	void aScriptThatTakesTheCursorIsRolledBack(String sql) {
		this.scripts.write("001_one.sql", "create table t(i int); " + sql);
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrate(this.database.dataSource()))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.CURSOR_LOST));
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void aPreparedStatementOfAScriptThatFailsIsGone() throws SQLException {
		this.scripts.write("001_one.sql", "prepare leaked as select 1; select 1 / 0");
		try (HikariDataSource pool = this.database.pool("prepare pools_own as select 1")) {
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrate(pool));
			this.scripts.write("001_one.sql", "prepare leaked as select 1");
			migrate(pool);
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection, "select name from pg_prepared_statements where from_sql"))
					.containsExactly("pools_own");
			}
		}
	}

	@Test
	void whatOnlyLooksLikeASettingIsNotSet() {
		this.scripts.write("001_one.sql",
				"create table t(i int); comment on table t is 'set plpgsql.foo = 1, set plpgsql.check_asserts = on'");
		migrate(this.database.dataSource());
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("t");
	}

	@Test
	void aTimeoutThatAScriptSetsForItsTransactionsGoesWithIt() throws SQLException {
		boolean known = !this.database.query("select 1 from pg_settings where name = 'transaction_timeout'").isEmpty();
		String setting = known ? "transaction_timeout" : "idle_in_transaction_session_timeout";
		this.scripts.write("001_one.sql", "set " + setting + " = '77s'");
		try (HikariDataSource pool = this.database.pool()) {
			migrate(pool);
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection, "show " + setting)).containsExactly("0");
			}
		}
	}

	@Test
	void theScriptRunsUnderWhatThePoolHasSet() {
		this.scripts.write("001_one.sql",
				"create table landed (who text default current_user); " + "insert into landed default values");
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			migrate(pool);
		}
		assertThat(this.database.query("select who from application.landed")).containsExactly("pool_role");
	}

	@Test
	void aSettingOfOneScriptDoesNotReachTheNext() {
		this.scripts.write("001_one.sql", "set search_path to ''; set custom.script to 'one'")
			.write("002_two.sql", "create table seen as select current_setting('custom.script', true) as setting");
		migrate(this.database.dataSource());
		assertThat(this.database.query("select coalesce(setting, '') from public.seen")).containsExactly("");
	}

	@Test
	void aScriptThatClosesAllCursorsIsToldSo() {
		this.scripts.write("001_one.sql", "create table t(i int); close all");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrate(this.database.dataSource()))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.CURSOR_LOST))
			.withMessageContaining("001_one.sql took the cursor slipway_session, and was rolled back in full")
			.withMessageContaining("Nothing was applied.");
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	private static void assertOnlyThePoolsOwn(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			assertThat(TestDatabase.query(connection,
					"select relname from pg_class where relnamespace = pg_my_temp_schema()"))
				.containsExactly("pools_own");
			assertThat(TestDatabase.query(connection, "select pg_listening_channels()")).containsExactly("pools_own");
			assertThat(TestDatabase.query(connection,
					"select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"))
				.isEmpty();
			assertThat(TestDatabase.query(connection, "select name from pg_cursors where name = 'held'")).isEmpty();
		}
	}

	private static List<String> state(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return TestDatabase.query(connection, STATE);
		}
	}

	private void migrate(javax.sql.DataSource dataSource) {
		this.scripts.migrator(dataSource).migrate();
	}

}
