package dev.slipway.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Services of one DataSource: their histories are read in one round trip, and each as if
 * it was read alone.
 */
class SharedReadingTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final FlightCounter proxy;

	private final HikariDataSource pool;

	private final Path folder;

	SharedReadingTests(@TempDir Path folder) {
		this.folder = folder;
		try {
			this.proxy = new FlightCounter(this.database);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.pool = this.proxy.pool();
	}

	@AfterEach
	void close() throws IOException {
		this.pool.close();
		this.proxy.close();
	}

	@Test
	void nothingPendingInThreeServicesCostsOneFlight() throws SQLException {
		List<Migrator> services = services(3);
		Migrator.migrateAll(services);
		reset();
		assertThat(Migrator.migrateAll(services)).extracting(MigrationReport::version).containsOnly("1");
		assertThat(this.proxy.flights()).isEqualTo(1);
		reset();
		assertThat(Migrator.validateAll(services)).extracting(MigrationReport::version).containsOnly("1");
		assertThat(this.proxy.flights()).isEqualTo(1);
		assertThat(this.proxy.connections()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "extendedForPrepared", "extendedCacheEverything" })
	void theDriverMaySendTheQueriesInAnyWay(String mode) throws SQLException {
		try (HikariDataSource pool = this.proxy.database()
			.pool((config) -> config.addDataSourceProperty("preferQueryMode", mode))) {
			List<Migrator> services = List.of(migrator(pool, 0), migrator(pool, 1));
			Migrator.migrateAll(services);
			this.proxy.reset();
			assertThat(Migrator.migrateAll(services)).extracting(MigrationReport::version).containsExactly("1", "1");
			assertThat(this.proxy.flights()).isEqualTo(1);
		}
	}

	@Test
	void thirtyServicesAreReadEightAtATime() throws SQLException {
		List<Migrator> services = services(30);
		Migrator.migrateAll(services);
		reset();
		assertThat(Migrator.migrateAll(services)).hasSize(30);
		assertThat(this.proxy.flights()).isEqualTo(4);
	}

	@Test
	void oneServiceThatWasNeverHereHasAllReadAlone() throws SQLException {
		List<Migrator> services = services(3);
		Migrator.migrateAll(services.subList(0, 2));
		reset();
		assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(() -> Migrator.validateAll(services));
		assertThat(this.proxy.flights()).isEqualTo(5);
		assertThat(Migrator.migrateAll(services)).extracting((report) -> report.applied().size())
			.containsExactly(0, 0, 1);
	}

	@Test
	void rowsTravelForTheServicesThatDifferAndNotForOthers() throws SQLException {
		List<Migrator> services = services(3);
		Migrator.migrateAll(services);
		scripts(1).write("002_two.sql", "create table later(i int)");
		assertThat(Migrator.migrateAll(services)).extracting(MigrationReport::version).containsExactly("1", "2", "1");
		assertThat(Migrator.migrateAll(services)).extracting(MigrationReport::version).containsExactly("1", "2", "1");
		assertThat(this.database.query("select count(*)::text from slipway_b")).containsExactly("2");
	}

	@Test
	void whatIsSetForOneServiceDoesNotLastUntilTheNext() throws SQLException {
		String role = this.database.name() + "_reader";
		this.database.execute("create role " + role + "; create schema mine authorization " + role + "; grant " + role
				+ " to current_user");
		Migrator asRole = Migrator.of(this.pool,
				scripts(0).options("a").withTable("slipway_a").withSchema("mine", false).withRole(role));
		List<Migrator> services = List.of(asRole, services(2).get(1));
		scripts(0).write("001_one.sql", "create table mine.of_a(i int)");
		Migrator.migrateAll(services);
		reset();
		assertThat(Migrator.migrateAll(services)).extracting(MigrationReport::version).containsExactly("1", "1");
		assertThat(this.proxy.flights()).isEqualTo(1);
		try (Connection connection = this.pool.getConnection()) {
			assertThat(TestDatabase.query(connection,
					"select current_user::text || ' ' || current_setting('search_path')"
							+ " || ' ' || current_setting('lock_timeout')"))
				.containsExactly(this.database.username() + " \"$user\", public 0");
		}
		this.database.execute("drop owned by " + role + "; drop role " + role);
	}

	@Test
	void whatIsWrongWithOneIsSaidAsIfItWasReadAlone() throws SQLException {
		List<Migrator> services = services(3);
		Migrator.migrateAll(services);
		this.database.execute("drop table slipway_b; create table slipway_b(version bigint, dirty bool)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> Migrator.migrateAll(services))
			.withMessageContaining("slipway_b")
			.withMessageContaining("golang-migrate")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.FOREIGN_TABLE));
		try (Connection connection = this.pool.getConnection()) {
			assertThat(TestDatabase.query(connection, "select 'usable'")).containsExactly("usable");
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "2, 3" })
	void aServerThatIsAwayIsAskedAsOftenAsForOneService(int retries, int times) {
		AtomicInteger asked = new AtomicInteger();
		List<Migrator> services = retrying(retries, asked, "08001", Integer.MAX_VALUE);
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> Migrator.migrateAll(services))
			.satisfies((ex) -> assertThat(ex.getService()).isEqualTo("a"));
		assertThat(asked).hasValue(times);
	}

	@Test
	void whatAnotherTryWouldNotChangeIsNotTriedAgain() {
		AtomicInteger asked = new AtomicInteger();
		List<Migrator> services = retrying(3, asked, "28P01", Integer.MAX_VALUE);
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> Migrator.migrateAll(services))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.LOGIN_REFUSED));
		assertThat(asked).hasValue(1);
	}

	@Test
	void aServerThatIsWaitedForIsWaitedForOnce() {
		AtomicInteger asked = new AtomicInteger();
		assertThat(Migrator.migrateAll(retrying(3, asked, "08001", 2))).extracting((report) -> report.applied().size())
			.containsExactly(1, 1);
	}

	/** Two services whose connection is refused some times. */
	private List<Migrator> retrying(int retries, AtomicInteger asked, String sqlState, int times) {
		DataSource dataSource = new DelegatingDataSource(this.pool) {
			@Override
			public Connection getConnection() throws SQLException {
				if (asked.incrementAndGet() <= times) {
					throw new SQLException("refused", sqlState);
				}
				return super.getConnection();
			}
		};
		List<Migrator> services = new ArrayList<>();
		for (Migrator service : List.of(migrator(dataSource, 0), migrator(dataSource, 1))) {
			services.add(service.withOptions(service.getOptions().withConnectRetries(retries, Duration.ofMillis(10))));
		}
		return services;
	}

	@Test
	void aConnectionThatIsLostWhileTheyAreReadIsMadeAgain() throws SQLException {
		List<Migrator> services = services(2);
		Migrator.migrateAll(services);
		AtomicInteger asked = new AtomicInteger();
		DataSource dataSource = new DelegatingDataSource(this.pool) {
			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				if (asked.incrementAndGet() == 1) {
					int pid = connection.unwrap(PGConnection.class).getBackendPID();
					SharedReadingTests.this.database.execute("select pg_terminate_backend(" + pid + ", 5000)");
				}
				return connection;
			}
		};
		assertThat(Migrator.validateAll(List.of(migrator(dataSource, 0), migrator(dataSource, 1))))
			.extracting(MigrationReport::version)
			.containsExactly("1", "1");
	}

	@Test
	void theOnlyServicePlansAndAppliesOnOneConnectionWhereNoPoolLendsIt() {
		Scripts scripts = scripts(0);
		for (int i = 2; i < 20; i++) {
			scripts.write(i + "_file.sql", "select 1");
		}
		Migrator migrator = scripts.migrator(this.proxy.database());
		this.proxy.reset();
		assertThat(migrator.migrate().applied()).hasSize(19);
		assertThat(this.proxy.connections()).isEqualTo(1);
	}

	private List<Migrator> services(int count) {
		List<Migrator> services = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			services.add(migrator(this.pool, i));
		}
		return services;
	}

	private Migrator migrator(DataSource dataSource, int number) {
		String name = name(number);
		Scripts scripts = scripts(number);
		return Migrator.of(dataSource, scripts.options(name).withTable("slipway_" + name));
	}

	private Scripts scripts(int number) {
		String name = name(number);
		return new Scripts(this.folder.resolve(name)).write("001_one.sql", "create table of_" + name + "(i int)");
	}

	private static String name(int number) {
		return (number < 26) ? String.valueOf((char) ('a' + number)) : "a" + (char) ('a' + number - 26);
	}

	/** Begin to count, with a connection in the pool. */
	private void reset() throws SQLException {
		this.pool.getConnection().close();
		this.proxy.reset();
	}

}
