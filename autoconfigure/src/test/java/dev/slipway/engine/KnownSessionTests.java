package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.MigrationFailedException;
import dev.slipway.testing.FlightCounter;
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
 * What a session has is asked for once before many files. Each of them is brought back to
 * it, and so is the connection.
 */
class KnownSessionTests {

	private static final String TEMPORARY = "create temporary table pools_own (i int);\n";

	private static final String POOLS_OWN = """
			set search_path to application, public;
			set work_mem to '7MB';
			set custom.tenant to 'it''s \\ "7"';
			set application_name to 'the "pool''s" \\ own';
			listen pools_own;
			prepare pools_own as select 1;
			set role known_role""";

	private static final String CHANGES = """
			set search_path to '';
			set work_mem to '64kB';
			reset application_name;
			select set_config('statement_timeout', '1min', false);
			do $$ begin execute 'do $x$ begin perform set_config(''jit'', ''off'', false); end $x$'; end $$;
			set role none;
			unlisten *;
			listen scripts_own;
			select pg_advisory_lock(42);
			create temporary table scripts_own (i int);
			declare scripts_own cursor with hold for select 1;
			prepare scripts_own as select 1;
			""";

	private static final String SEEN = """
			insert into public.seen select current_setting('search_path'), current_setting('work_mem'),
				current_setting('application_name') like 'slipway %', current_setting('role'), current_setting('jit'),
				(select string_agg(c, ',') from pg_listening_channels() c),
				(select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
				(select string_agg(relname, ',') from pg_class where relnamespace = pg_my_temp_schema()),
				(select string_agg(name, ',') from pg_prepared_statements where from_sql and name not like 'slipway%'),
				(select count(*) from pg_cursors where is_holdable);
			insert into public.prepared select name from pg_prepared_statements where name like 'slipway%';
			""";

	private static final String STATE = """
			select current_setting('search_path'), current_setting('work_mem'), current_setting('custom.tenant', true),
				current_setting('application_name'), current_setting('role'), current_setting('statement_timeout'),
				(select string_agg(c, ',') from pg_listening_channels() c),
				(select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
				(select string_agg(relname, ',') from pg_class where relnamespace = pg_my_temp_schema()),
				(select string_agg(name, ',') from pg_prepared_statements where from_sql),
				(select string_agg(name || '=' || setting, ',' order by name) from pg_settings
					where source = 'session' and setting <> reset_val)""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	KnownSessionTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void createWhatThePoolNeeds() {
		this.database.execute("""
				create schema application;
				create table prepared (name text);
				create table seen (path text, memory text, own boolean, role text, jit text, channels text, locks int,
					temporary text, prepared text, cursors int);
				do $$ begin
					if not exists (select from pg_roles where rolname = 'known_role') then
						create role known_role superuser;
					end if;
				end $$""");
	}

	/** With something temporary each file must ask itself. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachOfManyFilesFindsTheSessionAsItWas(boolean temporary) throws SQLException {
		write(CHANGES, 100);
		try (HikariDataSource pool = this.database.pool((temporary ? TEMPORARY : "") + POOLS_OWN)) {
			List<String> before = state(pool);
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(100);
			assertThat(state(pool)).isEqualTo(before);
		}
		// The guard takes the lock; nothing else is held.
		assertThat(this.database.query("select distinct * from public.seen"))
			.containsExactly("application, public|7MB|t|known_role|on|pools_own|1|" + (temporary ? "pools_own" : "null")
					+ "|pools_own|0");
		assertThat(this.database.query("select count(distinct name), count(*) from public.prepared"))
			.containsExactly(temporary ? "0|0" : "4|400");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nothingIsLeftOfTheOneOfManyThatFails(boolean temporary) throws SQLException {
		write(CHANGES, 80);
		this.scripts.write("0099_bad.sql", CHANGES + "select broken");
		try (HikariDataSource pool = this.database.pool((temporary ? TEMPORARY : "") + POOLS_OWN)) {
			List<String> before = state(pool);
			assertThatExceptionOfType(MigrationFailedException.class)
				.isThrownBy(() -> this.scripts.migrator(pool).migrate());
			assertThat(state(pool)).isEqualTo(before);
		}
	}

	@Test
	void settingsOfAnApplicationsOwnComeBackToo() throws SQLException {
		write("set custom.tenant = 'other'; set custom.new = 'x';", 80);
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			List<String> before = state(pool);
			this.scripts.migrator(pool).migrate();
			assertThat(state(pool)).isEqualTo(before);
		}
	}

	/** It has no other value, but is the session's own from then on. */
	@ParameterizedTest
	@ValueSource(strings = { "select 1", "create table fits (i int)", "select broken" })
	void settingThatWasSetToTheValueThatItHadIsNotLeftSet(String last) throws SQLException {
		write("select set_config('maintenance_work_mem', current_setting('maintenance_work_mem'), false);", 80);
		this.scripts.write("0099_last.sql", last);
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			List<String> before = state(pool);
			try {
				this.scripts.migrator(pool).migrate();
			}
			catch (MigrationFailedException ex) {
				assertThat(last).isEqualTo("select broken");
			}
			assertThat(state(pool)).isEqualTo(before);
			try (Connection connection = pool.getConnection()) {
				assertThat(TestDatabase.query(connection,
						"select source from pg_settings where name = 'maintenance_work_mem'"))
					.containsExactly("default");
			}
		}
		assertThat(this.database.query("select count(*) >= 80 from application.schema_migrations"))
			.containsExactly("t");
	}

	@Test
	void twoSettingsThatSayTogetherWhatTheySaidBeforeComeBack() throws SQLException {
		write("""
				select set_config('session_preload_libraries', '', false), set_config('temp_tablespaces', '', false);
				set timezone to 'UTC'; set timezone_abbreviations to 'Australia';
				""", 80);
		try (HikariDataSource pool = this.database.pool("set timezone to 'Europe/Vienna'")) {
			List<String> before = state(pool);
			this.scripts.migrator(pool).migrate();
			assertThat(state(pool)).isEqualTo(before);
		}
	}

	/**
	 * A function of another role can read what is prepared in the session, and put
	 * something else in its place, under the same name. Slipway's role would run it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "set timezone to 'Asia/Tokyo';" })
	void codeThatReplacesWhatIsPreparedIsNotRunAsSlipway(String setting) throws SQLException {
		this.database.execute("""
				create table ran (name text, who text);
				grant insert on ran to public;
				do $$ begin
					if not exists (select from pg_roles where rolname = 'known_stranger') then
						create role known_stranger;
					end if;
				end $$;
				create function attack() returns int language plpgsql security definer as $f$
				declare item record;
				begin
				for item in select name, statement, parameter_types from pg_prepared_statements where from_sql loop
				execute 'deallocate ' || quote_ident(item.name);
				execute 'prepare ' || quote_ident(item.name) || case when cardinality(item.parameter_types) > 0
					then '(' || array_to_string(item.parameter_types, ', ') || ')' else '' end
					|| ' as with i as (insert into public.ran values (' || quote_literal(item.name)
					|| ', current_user) returning 1) select 1 digest from i';
				end loop;
				return 1;
				end $f$;
				alter function attack() owner to known_stranger""");
		write("", 50);
		this.scripts.write("0051_attack.sql", setting + "select public.attack()");
		for (int i = 52; i <= 130; i++) {
			this.scripts.write("%04d_file.sql".formatted(i), SEEN);
		}
		try (HikariDataSource pool = this.database.pool("set work_mem to '7MB'")) {
			List<String> before = state(pool);
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(130);
			assertThat(state(pool)).isEqualTo(before);
		}
		assertThat(this.database.query("select * from public.ran")).isEmpty();
		assertThat(this.database.query("select distinct memory, prepared from public.seen"))
			.containsExactly("7MB|null");
		assertThat(this.database.query("select count(*), count(distinct version) from public.schema_migrations"))
			.containsExactly("130|130");
	}

	/** What was to come in the next round trip would run outside of a transaction. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6 })
	void fileThatDeallocatesEverythingIsAppliedLikeAnyOtherAndThoseBehindItOnce(int more) throws SQLException {
		write("", 50);
		this.scripts.write("0001_file.sql", "select 1;".repeat(1 + more));
		this.scripts.write("0051_all.sql", "deallocate all");
		for (int i = 52; i <= 130; i++) {
			this.scripts.write("%04d_file.sql".formatted(i), SEEN);
		}
		try (HikariDataSource pool = this.database.pool("set work_mem to '7MB'")) {
			List<String> before = state(pool);
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(130);
			assertThat(state(pool)).isEqualTo(before);
		}
		assertThat(this.database.query("select distinct memory, prepared from public.seen"))
			.containsExactly("7MB|null");
		assertThat(this.database.query("select count(*), count(*) filter (where own) from public.seen"))
			.containsExactly("128|128");
	}

	@Test
	void eventTriggerThatChangesTheSessionOfManyFilesChangesNothing() throws SQLException {
		write("create table if not exists made (i int); drop table made;", 90);
		this.database.execute("""
				create function attack() returns event_trigger language plpgsql as $f$ begin
				if current_setting('application_name') like 'slipway %' then
				perform set_config('work_mem', '64kB', false);
				execute 'listen attack';
				execute 'create temp table if not exists attack (i int)';
				end if;
				end $f$;
				create event trigger attack on ddl_command_end when tag in ('DROP TABLE') execute function attack()""");
		try (HikariDataSource pool = this.database.pool("set work_mem to '7MB'")) {
			List<String> before = state(pool);
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(90);
			assertThat(state(pool)).isEqualTo(before);
		}
		assertThat(this.database.query("select distinct memory, channels, temporary, own from public.seen"))
			.containsExactly("7MB|null|null|t");
	}

	/** Plain files do not run under an event trigger; those between them do not mind. */
	@Test
	void plainFilesBetweenOthersAreApplied() throws SQLException {
		write("", 80);
		for (int i = 1; i <= 80; i += 3) {
			this.scripts.write("%04d_file.sql".formatted(i), "create table plain_" + i + " (i int)");
		}
		for (int i = 81; i <= 120; i++) {
			this.scripts.write("%04d_file.sql".formatted(i), "insert into public.seen (memory) values ('later')");
		}
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			List<String> before = state(pool);
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(120);
			assertThat(state(pool)).isEqualTo(before);
		}
		assertThat(this.database.query("select count(distinct name) from public.prepared")).containsExactly("4");
		assertThat(
				this.database.query("select array_agg(version order by id) = array_agg(version order by version::int)"
						+ " from application.schema_migrations"))
			.containsExactly("t");
	}

	/** The counts that may only fall. */
	@Test
	void oneHundredFilesWithDataCostEightFlights() throws Exception {
		write("", 100);
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			pool.getConnection().close();
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(100);
			assertThat(proxy.flights()).isLessThanOrEqualTo(8);
		}
	}

	private void write(String changes, int count) {
		for (int i = 1; i <= count; i++) {
			this.scripts.write("%04d_file.sql".formatted(i), SEEN + changes);
		}
	}

	private static List<String> state(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return TestDatabase.query(connection, STATE);
		}
	}

}
