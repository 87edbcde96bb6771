package dev.slipway.engine;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Temporary relations and types of a script do not stand for PostgreSQL's own: the server
 * looks for those in {@code pg_temp} first, unless it stands last in the search path
 * (manual, section 19.11.1, search_path).
 */
class TemporaryObjectsTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	TemporaryObjectsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("002_seen.sql", """
				create table public.seen as select current_setting('work_mem') as work_mem,
					(select pg_catalog.count(*) from pg_catalog.pg_prepared_statements where name = 'left') as prepared,
					(select pg_catalog.count(*) from pg_catalog.pg_class where relname like 'left%') as temporary,
					(select pg_catalog.count(*) from pg_catalog.pg_listening_channels()) as channels""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create temp table pg_settings(name text, setting text, source text)",
			"create temp table pg_prepared_statements(name text, from_sql boolean, prepare_time timestamptz)",
			"create temp table pg_cursors(name text)",
			"create temp table pg_class(oid oid, relname name, relkind \"char\", relnamespace oid)",
			"create temp table pg_namespace(oid oid, nspname name)", "create temp table pg_locks(pid int)",
			"create temp table pg_stat_activity(pid int)", "create temp table pg_database(oid oid, datname name)",
			"create temp view pg_settings as select 'work_mem' as name, '77MB' as setting, 'session' as source",
			"create temp table text(i int)", "create temp table jsonb(i int)", "create temp table record(i int)",
			"create temp table refcursor(i int)", "create temp table oid(i int)",
			"create domain pg_temp.text as pg_catalog.text check (value is null)",
			"create domain pg_temp.oid as pg_catalog.oid check (value is null)" })
	void nothingOfTheScriptIsLeftForTheNextOne(String sql) {
		this.scripts.write("001_temporary.sql", """
				set work_mem = '77MB';
				prepare "left" as select 1;
				listen "left";
				create temp table left_behind(i int);
				""" + sql);
		assertNothingIsLeft("");
		this.database.execute("drop table public.seen, public.schema_migrations");
		assertNothingIsLeft("create temporary table pools_own(i int)");
	}

	@Test
	void aScriptThatDoesNotRunInATransactionLeavesNothingEither() {
		this.scripts.write("001_temporary.sql", """
				-- slipway: no-transaction
				set work_mem = '77MB';
				create temp table pg_settings(name text, setting text, source text);
				vacuum;
				""");
		assertNothingIsLeft("");
	}

	private void assertNothingIsLeft(String pool) {
		try (HikariDataSource dataSource = this.database.pool(pool)) {
			dataSource.setMaximumPoolSize(2);
			this.scripts.migrator(dataSource).migrate();
		}
		assertThat(this.database.query("select * from public.seen")).as("pool's init SQL: '%s'", pool)
			.containsExactly("4MB|0|0|0");
	}

}
