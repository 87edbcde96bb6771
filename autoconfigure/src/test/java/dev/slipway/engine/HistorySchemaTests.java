package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.Migrator;
import dev.slipway.SharedHistoryException;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where the history table is found, and made, when no schema is set for it.
 */
class HistorySchemaTests {

	private static final String TABLES = "select n.nspname, c.relname from pg_class c join pg_namespace n"
			+ " on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not like 'pg\\_%'"
			+ " and n.nspname <> 'information_schema' order by 1, 2";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final String role = "app_" + this.database.name();

	private final Path folder;

	private final Scripts scripts;

	HistorySchemaTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table t (i int)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&preferQueryMode=simple", "&preferQueryMode=extendedForPrepared",
			"&preferQueryMode=extendedCacheEverything" })
	void tableIsMadeAndFoundInTheCurrentSchemaWithoutRightsInPublic(String parameters) {
		DataSource dataSource = ownSchemaOnly("app").dataSource("?currentSchema=app" + parameters);
		assertThat(this.scripts.migrator(dataSource).migrate().applied()).hasSize(1);
		assertThat(this.scripts.migrator(dataSource).migrate().applied()).isEmpty();
		assertThat(this.scripts.migrator(dataSource).validate().applied()).isEmpty();
		assertThat(this.database.query(TABLES)).containsExactly("app|schema_migrations", "app|t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "A schema|with \"all\" that's {allowed} \\ %s", "$slipway$", "schema_migrations" })
	void schemaMayHaveAnyName(String schema) {
		this.database.execute("create schema \"" + schema.replace("\"", "\"\"") + "\"");
		try (HikariDataSource pool = this.database.pool((config) -> config.setSchema(schema))) {
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(1);
			assertThat(this.scripts.migrator(pool).migrate().applied()).isEmpty();
		}
		assertThat(this.database.query(TABLES)).containsExactly(schema + "|schema_migrations", schema + "|t");
	}

	@Test
	void tableInPublicIsFoundWhateverTheCurrentSchema() {
		this.scripts.migrator(this.database).migrate();
		this.database.execute("create schema app");
		this.scripts.write("002_two.sql", "create table two (i int)");
		DataSource app = this.database.dataSource("?currentSchema=app,public");
		assertThat(this.scripts.migrator(app).migrate().applied()).hasSize(1);
		assertThat(this.database.query(TABLES)).containsExactly("app|two", "public|schema_migrations", "public|t");
	}

	@Test
	void tableInPublicIsFoundWithoutACurrentSchema() {
		this.scripts.migrator(this.database).migrate();
		assertThat(this.scripts.migrator(this.database.dataSource("?currentSchema=nosuch")).migrate().applied())
			.isEmpty();
	}

	@Test
	void tableInTheCurrentSchemaComesBeforeTheOneInPublic() {
		this.database.execute("create schema app");
		DataSource app = this.database.dataSource("?currentSchema=app");
		this.scripts.migrator(app).migrate();
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("002_two.sql", "create table two (i int)");
		this.scripts.migrator(app).migrate();
		assertThat(this.database.query("select count(*) from app.schema_migrations")).containsExactly("2");
		assertThat(this.database.query("select count(*) from public.schema_migrations")).containsExactly("1");
	}

	/** Another application's, which this one could never have read. */
	@Test
	void tableInPublicThatTheRoleMayNotReadIsPassedOver() {
		this.scripts.migrator(this.database).migrate();
		TestDatabase app = ownSchemaOnly("app");
		this.database.execute("grant usage on schema public to " + this.role);
		assertThat(this.scripts.migrator(app.dataSource("?currentSchema=app")).migrate().applied()).hasSize(1);
		assertThat(this.database.query(TABLES)).containsExactly("app|schema_migrations", "app|t",
				"public|schema_migrations", "public|t");
	}

	/** Passed over, its files would run again. */
	@Test
	void readableTableInPublicOfAnUntrustedRoleIsRefusedAndNamed() {
		String other = "other_" + this.database.name();
		this.database.execute("create role " + other + " login; grant create, usage on schema public to " + other);
		this.scripts.migrator(this.database.as(other, "")).migrate();
		this.database.execute("grant select on schema_migrations to public");
		TestDatabase app = ownSchemaOnly("app");
		this.database.execute("grant usage on schema public to public");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(app.dataSource("?currentSchema=app")).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNTRUSTED_TABLE))
			.withMessageContaining("\"public\".\"schema_migrations\"")
			.withMessageContaining("it belongs to the role " + other);
		// The setting decides.
		assertThat(Migrator.of(app.dataSource("?currentSchema=app"), this.scripts.options().withSchema("app", false))
			.migrate()
			.applied()).hasSize(1);
	}

	@Test
	void schemaThatAnotherRoleMadeForTheDefaultPathIsRefused() {
		String other = "other_" + this.database.name();
		this.database.execute("create role " + this.role + " login; create role " + other + " login; grant create on"
				+ " database " + this.database.name() + " to " + other);
		this.database.as(other, "")
			.execute("create schema " + this.role + "; grant all on schema " + this.role + " to public");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database.as(this.role, "")).migrate())
			.withMessageContaining("its schema belongs to the role " + other + ", which may drop it");
		assertThat(this.database.query(TABLES)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "set search_path to nosuch", "set search_path to ''", "set search_path to pg_catalog, public",
					"create temporary table temporary (i int); set search_path to pg_temp, public" })
	void withoutAUsableSchemaNothingRuns(String initialization) {
		try (HikariDataSource pool = this.database.pool(initialization)) {
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(pool).migrate())
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNKNOWN_SCHEMA))
				.withMessageContaining("no schema to make one in")
				.withMessageContaining("search_path is ");
		}
		assertThat(this.database.query(TABLES)).isEmpty();
	}

	@Test
	void scriptsWithAnotherPathDoNotMoveTheTable() {
		this.database.execute("create schema app; create schema scripts");
		this.scripts.write("001_one.sql", "set search_path to ''; create table scripts.s (i int)");
		this.scripts.write("002_two.sql", "vacuum; create table t (i int)");
		DataSource app = this.database.dataSource("?currentSchema=app");
		assertThat(Migrator.of(app, this.scripts.options().withSearchPath("scripts")).migrate().applied()).hasSize(2);
		assertThat(this.database.query(TABLES)).containsExactly("app|schema_migrations", "scripts|s", "scripts|t");
	}

	@Test
	void servicesMayHaveTheSameTableInSchemasOfTheirOwnConnections() {
		this.database.execute("create schema a; create schema b");
		Migrator a = Migrator.of(this.database.dataSource("?currentSchema=a"),
				this.scripts.options("a").withTable("history"));
		Migrator b = Migrator.of(this.database.dataSource("?currentSchema=b"),
				this.scripts.options("b").withTable("history"));
		Migrator twin = Migrator.of(this.database.dataSource("?currentSchema=b"),
				this.scripts.options("twin").withTable("history"));
		Migrator.migrateAll(List.of(a, b));
		assertThat(this.database.query(TABLES)).containsExactly("a|history", "a|t", "b|history", "b|t");
		assertThatExceptionOfType(SharedHistoryException.class).isThrownBy(() -> Migrator.migrateAll(List.of(b, twin)))
			.withMessageContaining("\"b\".\"history\"");
	}

	@Test
	void conflictsNameTheTableThatWasFound() {
		this.database.execute("create schema app");
		DataSource app = this.database.dataSource("?currentSchema=app");
		this.scripts.migrator(app).migrate();
		this.scripts.write("001_one.sql", "create table other (i int)");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> this.scripts.migrator(app).migrate())
			.withMessageContaining("\"app\".\"schema_migrations\"");
	}

	@Test
	void missingPrivilegesAreNamedForTheTableThatWasFound() {
		this.database.execute("create schema app");
		this.scripts.migrator(this.database.dataSource("?currentSchema=app")).migrate();
		this.database.execute("create role " + this.role + " login; grant usage on schema app to " + this.role);
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database.as(this.role, "").dataSource("?currentSchema=app"))
				.validate())
			.withMessageContaining("GRANT SELECT ON app.schema_migrations TO " + this.role);
		this.database.execute("grant select on app.schema_migrations to " + this.role);
		this.scripts.write("002_two.sql", "select 1");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(
					() -> Migrator
						.of(this.database.as(this.role, "").dataSource("?currentSchema=app"),
								this.scripts.options().withTrustedRoles(this.database.username()))
						.migrate())
			.withMessageContaining("GRANT INSERT ON app.schema_migrations TO " + this.role);
	}

	@Test
	void nothingPendingCostsOneFlightInEachPlace() throws Exception {
		this.database.execute("create schema app");
		try (FlightCounter proxy = new FlightCounter(this.database);
				HikariDataSource app = proxy.pool();
				HikariDataSource open = this.database.pool()) {
			this.scripts.migrator(open).migrate();
			assertThat(flights(proxy, app)).isEqualTo(1);
			this.database.execute("alter table schema_migrations set schema app; alter role current_user in database "
					+ this.database.name() + " set search_path = app");
			app.getHikariPoolMXBean().softEvictConnections();
			app.getConnection().close();
			assertThat(flights(proxy, app)).isEqualTo(1);
		}
	}

	/** The pool tests a connection that was not used for half a second. */
	private int flights(FlightCounter proxy, HikariDataSource pool) throws Exception {
		int fewest = Integer.MAX_VALUE;
		for (int start = 1; start <= 5; start++) {
			pool.getConnection().close();
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).isEmpty();
			fewest = Math.min(fewest, proxy.flights());
		}
		return fewest;
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void pathThatAnotherClientLeftInAPoolersSessionDoesNotDecide() throws Exception {
		this.database.execute("create schema tenant");
		this.scripts.migrator(this.database).migrate();
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")),
				1)) {
			assertThat(this.scripts.migrator(pooler.database()).migrate().applied()).isEmpty();
			pooler.database().execute("set search_path to tenant");
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> this.scripts.migrator(pooler.database()).migrate())
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNKNOWN_SCHEMA))
				.withMessageContaining("search_path is tenant");
			assertThat(Migrator.of(pooler.database().dataSource(), this.scripts.options().withSchema("public", false))
				.migrate()
				.applied()).isEmpty();
		}
	}

	/** A role that may do anything in one schema, and nothing in public. */
	private TestDatabase ownSchemaOnly(String schema) {
		this.database.execute("create role " + this.role + " login; create schema " + schema + " authorization "
				+ this.role + "; revoke all on schema public from public");
		return this.database.as(this.role, "");
	}

}
