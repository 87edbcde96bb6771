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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a session has is asked for once before many files. Each of them is brought back to
 * it, and so is the connection.
 */
class KnownSessionTests {

	private static final String POOLS_OWN = """
			set search_path to application, public;
			set work_mem to '7MB';
			set custom.tenant to 'it''s \\ "7"';
			set application_name to 'the "pool''s" \\ own';
			listen pools_own;
			create temporary table pools_own (i int);
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
				(select string_agg(name, ',') from pg_prepared_statements where from_sql),
				(select count(*) from pg_cursors where is_holdable);
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
				create table seen (path text, memory text, own boolean, role text, jit text, channels text, locks int,
					temporary text, prepared text, cursors int);
				do $$ begin
					if not exists (select from pg_roles where rolname = 'known_role') then
						create role known_role superuser;
					end if;
				end $$""");
	}

	@Test
	void eachOfManyFilesFindsTheSessionAsItWas() throws SQLException {
		write(CHANGES, 100);
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
			List<String> before = state(pool);
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(100);
			assertThat(state(pool)).isEqualTo(before);
		}
		// The guard takes the lock; nothing else is held.
		assertThat(this.database.query("select distinct * from public.seen"))
			.containsExactly("application, public|7MB|t|known_role|on|pools_own|1|pools_own|pools_own|0");
	}

	@Test
	void nothingIsLeftOfTheOneOfManyThatFails() throws SQLException {
		write(CHANGES, 80);
		this.scripts.write("0099_bad.sql", CHANGES + "select broken");
		try (HikariDataSource pool = this.database.pool(POOLS_OWN)) {
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
