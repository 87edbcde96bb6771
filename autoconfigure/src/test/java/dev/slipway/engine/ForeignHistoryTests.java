package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A database that another tool migrates is not migrated over in silence.
 */
class ForeignHistoryTests {

	private static final String FLYWAY = "create table %s.flyway_schema_history (installed_rank int primary key, version"
			+ " varchar(50), description varchar(200), type varchar(20), script varchar(1000), checksum int, installed_by"
			+ " varchar(100), installed_on timestamp default now(), execution_time int, success boolean);"
			+ " insert into %1$s.flyway_schema_history values (1, '1', 'one', 'SQL', 'V1__one.sql', 1, 'me', now(), 1, true)";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	ForeignHistoryTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("V1__one.sql", "create table t (i int)");
	}

	/** PostgreSQL locks a table to tell its size, and some releases ask that first. */
	@Test
	void lockedTableOfTheApplicationIsNotWaitedFor() throws SQLException {
		this.database.execute("create table busy (i int)");
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("lock table busy in access exclusive mode");
			assertThat(this.scripts.migrator(this.database.dataSource("?socketTimeout=4")).migrate().applied())
				.hasSize(1);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"Flyway | schema_version (installed_rank int, version text)", "tern | schema_version (version int)",
			"Liquibase | databasechangelog (id text, author text, orderexecuted int)",
			"golang-migrate | schema_migrations_x.schema_migrations (version bigint, dirty bool)",
			"Rails, dbmate or a runner of your own | public.schema_migrations (version varchar)",
			"Ecto | public.schema_migrations (version bigint, inserted_at timestamp)",
			"goose | goose_db_version (id int, version_id bigint, is_applied bool, tstamp timestamp)",
			"sqlx | _sqlx_migrations (version bigint)", "diesel | __diesel_schema_migrations (version text)",
			"Prisma | _prisma_migrations (id text)", "sql-migrate | gorp_migrations (id text, applied_at timestamp)",
			"pop | schema_migration (version text)",
			"node-pg-migrate | pgmigrations (id int, name text, run_on timestamp)",
			"refinery | refinery_schema_history (version int)", "Play | play_evolutions (id int)",
			"postgrator | schemaversion (version int, name text, md5 text, run_at timestamp)",
			"graphile-migrate | graphile_migrate.migrations (hash text)",
			"Authelia | migrations (id int, applied timestamp, version_before int, version_after int)",
			"rambler | migrations (migration text)", "Laravel | migrations (id int, migration text, batch int)",
			"TypeORM | migrations (id int, timestamp bigint, name text)",
			"postgres-migrations | migrations (id int, name text, hash text, executed_at timestamp)",
			"db-migrate | migrations (id int, name text, run_on timestamp)",
			"Evolve | changelog (id int, installed_by text)",
			"MyBatis | changelog (id int, applied_at text, description text)", "shmig | shmig_version (version int)",
			"sqitch | sqitch.changes (change_id text)", "yoyo | _yoyo_migration (migration_id text)",
			"DbUp | schemaversions (schemaversionsid int, scriptname text)",
			"yuniql | __yuniql_schema_version (version text)",
			"Atlas | atlas_schema_revisions.atlas_schema_revisions (version text)",
			"drizzle | drizzle.__drizzle_migrations (id int)", "bun | bun_migrations (id int)",
			"Supabase | supabase_migrations.schema_migrations (version text, statements text)",
			"Ebean | db_migration (id int, mversion text)", "Alembic | alembic_version (version_num text)",
			"Django | django_migrations (id int)", "Knex | knex_migrations (id int)",
			"Sequelize | \"SequelizeMeta\" (name text)", "Entity Framework | \"__EFMigrationsHistory\" (id text)" })
	void historyOfEachToolIsRecognised(String tool, String table) {
		String name = table.substring(0, table.indexOf(' '));
		if (name.contains(".") && !name.startsWith("public.")) {
			this.database.execute("create schema " + name.substring(0, name.indexOf('.')));
		}
		this.database.execute("create table " + table);
		Migrator migrator = Migrator.of(this.database.dataSource(), this.scripts.options("orders")
			.withSchema(name.startsWith("schema_migrations_x") ? "schema_migrations_x" : null, false));
		assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(migrator::validate);
		this.database.execute("insert into " + name + " default values");
		assertRefused(migrator::migrate)
			.withMessageContaining(" of " + tool + " (it belongs to the role " + this.database.username() + ")");
	}

	@Test
	void sameFilesAreNotRunOverFlyways() {
		this.database.execute(FLYWAY.formatted("public"));
		Migrator migrator = this.scripts.migrator(this.database);
		assertRefused(migrator::migrate).withMessageContaining("\"public\".\"flyway_schema_history\" of Flyway")
			.withMessageContaining("All files would run, also those that are applied already")
			.withMessageContaining("Nothing was applied.");
		assertRefused(migrator::validate);
		assertRefused(() -> Migrator.awaitAll(List.of(migrator), Duration.ofMinutes(1)));
		assertThat(this.database.query("select to_regclass('t'), to_regclass('schema_migrations')"))
			.containsExactly("null|null");
	}

	@Test
	void oneWordOfTheUserIsEnough() {
		this.database.execute(FLYWAY.formatted("public"));
		Migrator migrator = Migrator.of(this.database.dataSource(),
				this.scripts.options().withIgnoreForeignHistory(true));
		assertThat(migrator.migrate().applied()).hasSize(1);
		// From here on there is a history.
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
		assertThat(this.scripts.migrator(this.database).validate().applied()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "public", "app" })
	void schemasInReachAreLookedAt(String schema) {
		this.database.execute("create schema app");
		this.database.execute(FLYWAY.formatted(schema));
		assertRefused(() -> this.scripts.migrator(this.database.dataSource("?currentSchema=app")).migrate())
			.withMessageContaining("\"" + schema + "\".\"flyway_schema_history\"");
		assertRefused(() -> Migrator
			.of(this.database.dataSource("?currentSchema=app"), this.scripts.options().withSchema("public", false))
			.migrate());
		assertRefused(() -> Migrator.of(this.database.dataSource(), this.scripts.options().withSchema(schema, false))
			.migrate());
	}

	@Test
	void schemaOfTheScriptsIsLookedAt() {
		this.database.execute("create schema app");
		this.database.execute(FLYWAY.formatted("app"));
		assertRefused(
				() -> Migrator.of(this.database.dataSource(), this.scripts.options().withSearchPath("app", "public"))
					.migrate())
			.withMessageContaining("\"app\".\"flyway_schema_history\"");
		// The files of this one have nothing to do with it.
		assertThat(Migrator.of(this.database.dataSource(), this.scripts.options("other").withSearchPath("public"))
			.migrate()
			.applied()).hasSize(1);
	}

	@Test
	void schemaOutOfReachIsAnotherApplications() {
		this.database.execute("create schema other");
		this.database.execute(FLYWAY.formatted("other"));
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
	}

	@Test
	void historyThatNeverHadRowsCountsAsNone() {
		this.database.execute("create table t (i int)");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		this.database.execute("drop table t");
		this.database.execute(FLYWAY.formatted("public"));
		assertRefused(() -> this.scripts.migrator(this.database).migrate());
	}

	@Test
	void historyWhoseRowsWereRemovedIsOne() {
		this.scripts.migrator(this.database).migrate();
		this.database.execute("drop table t; delete from schema_migrations");
		this.database.execute(FLYWAY.formatted("public"));
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
	}

	@Test
	void historyOfAnotherServiceOfOursIsNone() {
		this.scripts.migrator(this.database).migrate();
		this.database.execute("drop table t");
		assertThat(this.scripts.migrator(this.database, "orders").migrate().applied()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table changelog (id int, entry text); insert into changelog values (1)",
			"create table migrations (bird text, month int); insert into migrations values ('swift', 9)",
			"create view flyway_schema_history as select 1 as installed_rank" })
	void tableOfTheApplicationWithSuchANameIsNone(String sql) {
		this.database.execute(sql);
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
	}

	/** The owner of the table could let anything run when it is read. */
	@Test
	void nothingOfTheTableIsReadButTheCatalogs() {
		String other = "other_" + this.database.name();
		this.database.execute("create role " + other + " login; grant create on schema public to " + other);
		TestDatabase stranger = this.database.as(other, "");
		stranger.execute(FLYWAY.formatted("public"));
		stranger.execute("create table traces (who text); grant insert on traces to public; create function trace()"
				+ " returns boolean language plpgsql as $$ begin insert into public.traces values (current_user); return"
				+ " true; end $$; alter table flyway_schema_history enable row level security;"
				+ " create policy p on flyway_schema_history using (public.trace())");
		String owner = "owner_" + this.database.name();
		this.database.execute("create role " + owner + " login; grant create on schema public to " + owner);
		assertRefused(() -> this.scripts.migrator(this.database.as(owner, "")).migrate())
			.withMessageContaining("it belongs to the role " + other);
		assertThat(this.database.query("select count(*) from traces")).containsExactly("0");
	}

	@Test
	void lookIsPartOfTheFirstFlight() throws Exception {
		this.database.execute(FLYWAY.formatted("public"));
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			pool.getConnection().close();
			proxy.reset();
			assertRefused(() -> this.scripts.migrator(pool).migrate());
			assertThat(proxy.flights()).isEqualTo(1);
		}
	}

	private static ThrowableAssertAlternative<DatabaseException> assertRefused(ThrowingCallable run) {
		return assertThatExceptionOfType(DatabaseException.class).isThrownBy(run)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.FOREIGN_HISTORY));
	}

}
