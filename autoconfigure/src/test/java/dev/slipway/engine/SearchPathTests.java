package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where the first schema of a service's search path is missing, PostgreSQL silently
 * creates objects in the next one.
 */
class SearchPathTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	SearchPathTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nosuch", "\"app\"", "APP", "app, public" })
	void missingFirstSchemaIsRefusedBeforeAnythingRuns(String schema) {
		this.database.execute("create schema app");
		this.scripts.write("001_one.sql", "create table t (i int)");
		Migrator other = new Scripts(this.scripts.folder().resolveSibling(this.scripts.folder().getFileName() + "-2"))
			.write("001_other.sql", "create table other (i int)")
			.migrator(this.database, "other");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.migrateAll(List.of(other, migrator(schema, "public"))))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.SEARCH_PATH))
			.withMessageContaining("the schema '" + schema + "', the first of the search path, does not exist")
			.withMessageContaining("names are literal: no quotes around them, and upper and lower case count")
			.withMessageContaining("Nothing was applied.");
		assertThat(this.database.query("select relname from pg_class where relnamespace = 'public'::regnamespace"))
			.isEmpty();
	}

	@Test
	void firstSchemaThatTheRoleMayNotUseIsRefused() {
		this.database
			.execute("create schema app; create role path_reader login; grant all on schema public to path_reader");
		this.scripts.write("001_one.sql", "create table t (i int)");
		Migrator migrator = Migrator.of(this.database.as("path_reader", "").dataSource(),
				this.scripts.options().withSearchPath("app", "public"));
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("this role lacks USAGE on the schema 'app', the first of the search path");
		this.database.execute("grant usage, create on schema app to path_reader");
		migrator.migrate();
		assertThat(this.database.query("select to_regclass('app.t')")).containsExactly("app.t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create schema app; create table t (i int)",
			"CREATE SCHEMA IF NOT EXISTS app; create table t (i int)",
			"begin; set lock_timeout = '1s'; create role path_owner; create schema \"app\" authorization path_owner; create table t (i int); commit",
			"do $$ begin if to_regnamespace('app') is null then create schema app; end if; end $$; create table t (i int)",
			"vacuum; create schema app; create table t (i int)" })
	void firstScriptMayBeginByCreatingTheSchema(String script) {
		this.scripts.write("001_one.sql", script);
		migrator("app", "public").migrate();
		assertThat(this.database.query("select to_regclass('app.t')")).containsExactly("app.t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table t (i int); create schema app", "create schema other; create table t (i int)",
			"create table app_schema (i int)", "create schema \"APP\"; create table t (i int)" })
	void otherScriptsDoNot(String script) {
		this.scripts.write("001_one.sql", script).write("002_two.sql", "create schema app");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator("app", "public").migrate());
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void callbackMayCreateTheSchema() {
		this.scripts.write("V1__one.sql", "create table t (i int)")
			.write("beforeMigrate.sql", "create schema if not exists app");
		migrator("app", "public").migrate();
		assertThat(this.database.query("select to_regclass('app.t')")).containsExactly("app.t");
	}

	@Test
	void schemaOfTheHistoryIsCreated() {
		this.scripts.write("001_one.sql", "create table t (i int)");
		MigratorOptions options = this.scripts.options().withSearchPath("app", "public").withSchema("app", true);
		Migrator.of(this.database.dataSource(), options).migrate();
		assertThat(this.database.query("select to_regclass('app.t')")).containsExactly("app.t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$user", "pg_temp" })
	void nameThatStandsForAnotherIsNotLookedFor(String name) {
		this.scripts.write("001_one.sql", "create table public.t (i int)");
		migrator(name, "public").migrate();
	}

	@Test
	void withNothingPendingTheSchemaDoesNotMatter() {
		this.database.execute("create schema app");
		this.scripts.write("001_one.sql", "create table public.t (i int)");
		migrator("app", "public").migrate();
		this.database.execute("drop schema app");
		assertThat(migrator("app", "public").migrate().applied()).isEmpty();
		this.scripts.write("002_two.sql", "create table two (i int)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator("app", "public").migrate());
	}

	private Migrator migrator(String... searchPath) {
		return Migrator.of(this.database.dataSource(), this.scripts.options().withSearchPath(searchPath));
	}

}
