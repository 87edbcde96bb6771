package dev.slipway.engine;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.SharedHistoryException;
import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Databases that cannot be migrated as they are: said clearly, and nothing is changed.
 */
class UnsuitableDatabaseTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	UnsuitableDatabaseTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table t(i int)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			version bigint primary key, dirty boolean not null; golang-migrate
			version varchar(128) primary key; Rails, dbmate
			id serial, version_id bigint, is_applied boolean, tstamp timestamp; goose
			installed_rank int, version varchar(50), description text; Flyway
			version bigint, description text, success boolean, checksum bytea, execution_time bigint; sqlx
			""")
	void aTableOfAnotherToolIsRecognizedAndLeftAlone(String columns, String maker) {
		this.database.execute("create table schema_migrations (" + columns + ")");
		assertFailure(this.database, Reason.FOREIGN_TABLE).withMessageContaining(maker)
			.withMessageContaining("\"public\".\"schema_migrations\" is not Slipway's");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("0");
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "id", "name", "applied_at", "kind", "checksum", "state", "statements", "duration", "run_id" })
	void aRowThatLacksWhatSlipwayWritesIsNamed(String column) {
		this.database.execute(
				"""
						create table schema_migrations(version text, name text, applied_at timestamptz, id bigint, kind text,
						checksum text, state text, statements int, applied_by text, duration interval, run_id uuid, undo_script text,
						counted_in xid8);
						insert into schema_migrations values ('1', 'one', now(), 1, 'versioned', 'x', 'applied', 1, 'me', '0',
						gen_random_uuid());
						update schema_migrations set %s = null"""
					.formatted(column));
		assertFailure(this.database, Reason.OTHER)
			.withMessageContaining("a row that Slipway did not write: its " + column + " is null");
	}

	@Test
	void aServerThatDoesNotAnswerIsUnreachable() {
		assertFailure(this.database.through("127.0.0.1", 1), Reason.UNREACHABLE)
			.withMessageContaining("Connection to 127.0.0.1:1 refused")
			.withMessageContaining("Nothing was applied.");
	}

	@Test
	void aServerThatDoesNotAnswerAPoolIsUnreachable() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.database.through("127.0.0.1", 1).url());
		config.setConnectionTimeout(300);
		config.setInitializationFailTimeout(-1);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			assertFailure(pool, Reason.UNREACHABLE).withMessageContaining("the database cannot be reached")
				.withMessageContaining("Connection to 127.0.0.1:1 refused");
		}
	}

	@Test
	void aPoolWhoseConnectionsAreAllLentIsNoServerThatIsDown() throws SQLException {
		try (HikariDataSource pool = this.database.pool((config) -> config.setConnectionTimeout(300));
				Connection lent = pool.getConnection()) {
			assertThat(lent.isClosed()).isFalse();
			assertFailure(pool, Reason.TOO_MANY_CONNECTIONS)
				.withMessageContaining("there is no free connection to the database")
				.withMessageContaining("request timed out");
		}
	}

	@Test
	void aDatabaseThatDoesNotExistIsNamed() {
		TestDatabase none = new TestDatabase(this.database.host(), this.database.port(), "none_such",
				this.database.username(), this.database.password());
		assertFailure(none, Reason.MISSING_DATABASE).withMessageContaining("the database does not exist")
			.withMessageContaining("FATAL: database \"none_such\" does not exist (3D000)");
		assertFailure(unchecked(none), Reason.MISSING_DATABASE).withMessageContaining("\"none_such\" does not exist");
	}

	@Test
	void aRoleThatMayNotLogInIsRefused() {
		String role = role("nologin");
		this.database.execute("alter role " + role + " nologin");
		assertFailure(this.database.as(role, Canary.value()), Reason.LOGIN_REFUSED)
			.withMessageContaining("the database refuses the login")
			.withMessageContaining("role \"" + role + "\" is not permitted to log in (28000)");
	}

	@Test
	void aProxyThatGivesNoAccessToTheDriversConnectionIsNamed() {
		assertFailure(new DelegatingDataSource(this.database.dataSource()) {
			@Override
			public Connection getConnection() throws SQLException {
				return closed(super.getConnection());
			}
		}, Reason.WRAPPED_CONNECTION).withMessageContaining("behind a proxy that gives no access to them")
			.withMessageContaining(" does not unwrap to PGConnection.")
			.withMessageContaining("Nothing was applied.");
	}

	@Test
	void aProxyWithoutTheMethodsOfAWrapperIsNamed() {
		assertFailure(new DelegatingDataSource(this.database.dataSource()) {
			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
						new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
							if (method.getName().equals("isWrapperFor")) {
								throw new UnsupportedOperationException("isWrapperFor");
							}
							return method.invoke(connection, arguments);
						});
			}
		}, Reason.WRAPPED_CONNECTION);
	}

	@Test
	void aRoutingDataSourceWithoutAKeyIsNoServerThatIsDown() {
		AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
			@Override
			protected Object determineCurrentLookupKey() {
				return null;
			}
		};
		routing.setTargetDataSources(Map.of("tenant", this.database.dataSource()));
		routing.afterPropertiesSet();
		assertFailure(routing, Reason.DATA_SOURCE_FAILED).withMessageContaining("the DataSource lends no connection")
			.withMessageContaining("IllegalStateException: Cannot determine target DataSource for lookup key [null]");
	}

	/** As pools do that fail with the first connection. */
	private static DataSource unchecked(TestDatabase database) {
		return new DelegatingDataSource(database.dataSource()) {
			@Override
			public Connection getConnection() {
				try {
					return super.getConnection();
				}
				catch (SQLException ex) {
					throw new IllegalStateException("Failed to initialize pool", ex);
				}
			}
		};
	}

	/** A connection in which nobody finds another one. */
	private static Connection closed(Connection connection) {
		return (Connection) Proxy.newProxyInstance(UnsuitableDatabaseTests.class.getClassLoader(),
				new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> method.getName().equals("isWrapperFor") ? (Object) false
						: method.invoke(connection, arguments));
	}

	@Test
	void aRoleThatMayNotCreateTheHistoryTableIsNamedWhatItLacks() {
		TestDatabase poor = this.database.as(role("poor"), Canary.value());
		this.database.execute("revoke create on schema public from public");
		assertFailure(poor, Reason.MISSING_PRIVILEGE)
			.withMessageContaining("permission denied for schema public (42501)")
			.withMessageContaining("Nothing was applied.");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void aRoleThatMayNotReadTheHistoryTableIsNamedWhatItLacks() {
		this.scripts.migrator(this.database).migrate();
		assertFailure(this.database.as(role("blind"), Canary.value()), Reason.MISSING_PRIVILEGE)
			.withMessageContaining("permission denied for table schema_migrations");
	}

	@Test
	void aRoleThatMayNotWriteTheHistoryTableLeavesNothing() {
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("002_two.sql", "create schema two");
		String reader = role("reader");
		this.database.execute("grant select on schema_migrations to " + reader);
		this.database.execute("grant create on database " + this.database.name() + " to " + reader);
		assertFailure(this.database.as(reader, Canary.value()), Reason.MISSING_PRIVILEGE)
			.withMessageContaining("GRANT INSERT ON public.schema_migrations TO " + reader + ";");
		assertThat(this.database.query("select to_regnamespace('two')")).containsExactly("null");
	}

	@Test
	void aReadOnlyRoleIsToldSoBeforeAnythingRuns() {
		this.database.execute("alter database " + this.database.name() + " set default_transaction_read_only = on");
		assertFailure(this.database, Reason.READ_ONLY)
			.withMessageContaining("migrations are pending, from '001_one' on (1 in all)");
	}

	@Test
	void aReadOnlyDatabaseWithNothingPendingIsFine() {
		this.scripts.migrator(this.database).migrate();
		this.database.execute("alter database " + this.database.name() + " set default_transaction_read_only = on");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void aRowThatSlipwayDidNotWriteIsNamed() {
		this.scripts.migrator(this.database).migrate();
		this.database.execute("update schema_migrations set version = 'one'");
		assertFailure(this.database, Reason.OTHER).withMessageContaining("'one' is no version");
	}

	@Test
	void aScriptThatDropsTheHistoryTableIsRolledBack() {
		this.scripts.write("001_one.sql", "create table t(i int)")
			.write("002_reset.sql", "drop schema public cascade; create schema public");
		assertFailure(this.database, Reason.OTHER).withMessageContaining("'002_reset' could not be recorded")
			.withMessageContaining("Applied in this run: 001_one.");
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("t");
	}

	@Test
	void aServerThatEndsTheConnectionIsUnreachableAndTheNextStartGoesOn() {
		this.scripts.write("002_two.sql",
				"insert into t values (2); select pg_terminate_backend(pg_backend_pid()); select 1");
		assertFailure(this.database, Reason.UNREACHABLE)
			.withMessageContaining("the connection to the database was lost")
			.withMessageContaining("Recorded so far in this run: 001_one. ");
		this.scripts.write("002_two.sql", "insert into t values (3)");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select i from t")).containsExactly("3");
	}

	@Test
	void aPoolOfOneLearnsOfTheLostConnectionAndIsNotWaitedFor() {
		this.scripts.write("002_two.sql", "select pg_terminate_backend(pg_backend_pid())");
		try (HikariDataSource pool = this.database.pool()) {
			pool.setConnectionTimeout(170_000);
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(pool).migrate())
				.withMessageContaining("Recorded so far in this run: 001_one. ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "08001", "57P03", "SW001", "SW002" })
	void anErrorOfTheScriptsOwnIsTheScriptsWhateverItsCode(String state) {
		this.scripts.write("002_two.sql", "do $$ begin raise exception using errcode = '" + state + "'; end $$");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.satisfies((failure) -> assertThat(failure.getMigration()).isEqualTo("002_two.sql"))
			.satisfies((failure) -> assertThat(failure.getApplied()).containsExactly("001_one"))
			.satisfies((failure) -> assertThat(failure.getError().sqlState()).isEqualTo(state));
	}

	@Test
	void twoServicesThatShareATableAreRefusedWhateverTheTimeZonesOfTheirSessions() {
		List<Migrator> migrators = List.of(
				this.scripts.migrator(this.database.dataSource("?options=-cTimeZone=Asia/Tokyo")),
				Migrator.of(this.database.dataSource("?options=-cTimeZone=UTC"),
						this.scripts.options("other").withTable("schema_migrations")));
		assertThatExceptionOfType(SharedHistoryException.class).isThrownBy(() -> Migrator.migrateAll(migrators))
			.satisfies((failure) -> assertThat(failure.getTable()).isEqualTo("\"public\".\"schema_migrations\""));
	}

	@Test
	void aMissingSchemaIsNamed() {
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(
					() -> Migrator.of(this.database.dataSource(), this.scripts.options().withSchema("absent", false))
						.migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_SCHEMA))
			.withMessageContaining("schema \"absent\" does not exist");
	}

	@Test
	void anotherDatabaseIsNamed() {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setUrl("jdbc:h2:mem:other");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(h2).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.NOT_POSTGRESQL))
			.withMessageContaining("but H2 through H2 JDBC Driver");
	}

	@Test
	void twoServicesThatShareATableAreRefusedWhicheverDataSourceLeadsThere() {
		List<Migrator> migrators = List.of(this.scripts.migrator(this.database),
				Migrator.of(this.database.dataSource("?ApplicationName=other"),
						this.scripts.options("other").withTable("schema_migrations")));
		assertThatExceptionOfType(SharedHistoryException.class).isThrownBy(() -> Migrator.migrateAll(migrators))
			.withMessageContaining("Slipway and Service 'other' both use");
		assertThat(this.database.query("select to_regclass('t'), to_regclass('schema_migrations')"))
			.containsExactly("null|null");
	}

	@Test
	void credentialsInAnUrlAreNotRepeated() {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> {
			throw new DatabaseException("", Reason.OTHER, "no driver for jdbc:x://me:" + Canary.value()
					+ "@host/db?user=me&password=" + Canary.value() + "&ssl=true", null);
		}).withMessage("Slipway: no driver for jdbc:x://***@host/db?***");
		assertThat(new DatabaseException("", Reason.OTHER, "jdbc:x://me:hu/sh@y" + Canary.value() + "@host/db fails",
				null))
			.hasMessage("Slipway: jdbc:x://***@host/db fails");
	}

	private String role(String prefix) {
		String role = prefix + "_" + this.database.name();
		this.database.execute("create role " + role + " login password '" + Canary.value() + "'");
		return role;
	}

	private org.assertj.core.api.ThrowableAssertAlternative<DatabaseException> assertFailure(TestDatabase reached,
			Reason reason) {
		return assertFailure(reached.dataSource(), reason);
	}

	private org.assertj.core.api.ThrowableAssertAlternative<DatabaseException> assertFailure(DataSource reached,
			Reason reason) {
		return assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(reached).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(reason));
	}

}
