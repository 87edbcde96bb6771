package dev.slipway.boot.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.testing.Canary;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations that connect otherwise than the application: to another host, as another
 * role, or through a DataSource of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnConnectionTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final TestDatabase other = TestPostgres.server().createDatabase();

	private final String login = "ddl_" + this.database.name();

	private final Path folder;

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	OwnConnectionTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one(i int)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							SlipwayAutoConfiguration.class, UnusedSettingsAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + this.scripts.location());
	}

	@BeforeEach
	void createRole() {
		this.database
			.execute("create role " + this.login + " login createdb superuser password '" + Canary.value() + "'");
	}

	@Test
	void urlAloneTakesTheCredentialsOfTheApplication() {
		migrates("slipway.url=" + this.other.url());
		assertThat(appliedBy(this.other)).containsExactly(this.other.username());
		assertThat(tables(this.database)).isEmpty();
	}

	@Test
	void usernameAndPasswordAloneTakeTheUrlOfTheApplication() {
		migrates("slipway.username=" + this.login, "slipway.password=" + Canary.value());
		assertThat(appliedBy(this.database)).containsExactly(this.login);
	}

	@Test
	void allThreeNeedNothingOfTheApplication() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SlipwayAutoConfiguration.class, UnusedSettingsAutoConfiguration.class))
			.withPropertyValues("slipway.url=" + this.other.url(), "slipway.username=" + this.login,
					"slipway.password=" + Canary.value(), "slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
		assertThat(appliedBy(this.other)).containsExactly(this.login);
	}

	@Test
	void urlOfItsOwnGetsNoCredentialsOfAnotherDatabaseOfAllServices() {
		String location = this.scripts.location();
		this.runner
			.withPropertyValues("slipway.url=" + this.database.url(), "slipway.username=" + this.login,
					"slipway.password=" + Canary.value(), "slipway.services.a.url=" + this.other.url(),
					"slipway.services.b.locations=" + location)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.other.query("select applied_by from schema_migrations_a"))
			.containsExactly(this.database.username());
		assertThat(this.database.query("select applied_by from schema_migrations_b")).containsExactly(this.login);
	}

	@Test
	void dataSourceOfItsOwnIsNotReplacedByTheUrlOfAllServices() {
		String location = this.scripts.location();
		this.runner.withBean("own", DataSource.class, this.other::dataSource)
			.withPropertyValues("slipway.url=" + this.database.url(), "slipway.username=" + this.login,
					"slipway.password=" + Canary.value(), "slipway.services.a.data-source=own",
					"slipway.services.b.locations=" + location)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.other.query("select applied_by from schema_migrations_a"))
			.containsExactly(this.other.username());
		assertThat(this.database.query("select applied_by from schema_migrations_b")).containsExactly(this.login);
	}

	@Test
	void nameOfTheServiceStandsInUrlUsernameAndRole() {
		this.database.execute("create role r_" + this.other.name());
		this.runner
			.withPropertyValues(
					"slipway.url=jdbc:postgresql://" + this.other.host() + ":" + this.other.port() + "/{service}",
					"slipway.role=r_{service}", "slipway.services[" + this.other.name() + "].table=t")
			.withInitializer(
					(context) -> this.other.execute("grant create, usage on schema public to r_" + this.other.name()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.other.query("select tableowner from pg_tables where tablename = 'one'"))
			.containsExactly("r_" + this.other.name());
	}

	@Test
	void roleOfAServiceCountsBeforeThatOfAll() {
		this.database.execute("create role r1_" + this.database.name() + " superuser");
		this.database.execute("create role r2_" + this.database.name() + " superuser");
		for (String service : List.of("a", "b", "c")) {
			new Scripts(this.folder.resolve("more/" + service)).write("1_x.sql", "create table " + service + " ()");
		}
		this.runner
			.withPropertyValues("slipway.locations=file:" + this.folder + "/more/{service}",
					"slipway.role=r1_" + this.database.name(), "slipway.services.a.create-schema=false",
					"slipway.services.b.role=r2_" + this.database.name(), "slipway.services.c.role=none")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database
			.query("select tablename, tableowner from pg_tables where tablename in ('a', 'b', 'c') order by 1"))
			.containsExactly("a|r1_" + this.database.name(), "b|r2_" + this.database.name(),
					"c|" + this.database.username());
	}

	@Test
	void servicesThatConnectInOneWayShareOneConnectionWhenNothingIsPending() throws IOException {
		try (FlightCounter proxy = new FlightCounter(this.other)) {
			String[] properties = { "slipway.url=" + proxy.database().url(), "slipway.services.a.table=of_a",
					"slipway.services.b.table=of_b", "slipway.services.c.table=of_c",
					"slipway.services.c.username=" + this.login, "slipway.services.c.password=" + Canary.value(),
					"slipway.services.a.locations=" + this.scripts.location(),
					"slipway.services.b.locations="
							+ new Scripts(this.folder.resolve("b")).write("1_b.sql", "select 1").location(),
					"slipway.services.c.locations="
							+ new Scripts(this.folder.resolve("c")).write("1_c.sql", "select 1").location() };
			migrates(properties);
			proxy.reset();
			migrates(properties);
			assertThat(proxy.connections()).isEqualTo(2);
		}
	}

	@Test
	void nothingStaysOpenWhenTheMigrationsAreDone() {
		this.runner.withPropertyValues("slipway.username=" + this.login, "slipway.password=" + Canary.value(),
				"slipway.locations=" + new Scripts(this.folder.resolve("stepwise"))
					.write("1_x.sql", "create table x (i int); vacuum x;")
					.location())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
				Waits.until(
						() -> this.database.query("select 1 from pg_stat_activity where usename = '" + this.login + "'")
							.isEmpty());
			});
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void directConnectionBesideAPoolerRunsWhatThePoolerCannot() throws Exception {
		new Scripts(this.scripts.folder()).write("002_vacuum.sql", "vacuum one");
		this.database.execute("create role r_" + this.database.name() + " superuser");
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")),
				4)) {
			ApplicationContextRunner pooled = this.runner.withPropertyValues(
					"spring.datasource.url=" + pooler.database().url(), "slipway.role=r_" + this.database.name());
			pooled.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOfSatisfying(DatabaseException.class,
						(failure) -> assertThat(failure.getReason()).isEqualTo(Reason.POOLED_SETTINGS)));
			pooled.withPropertyValues("slipway.url=" + this.database.url())
				.run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(tables(this.database)).contains("one");
	}

	@Test
	void beansOfTheApplicationsDataSourceWaitForMigrationsThatConnectOtherwise() {
		this.runner.withPropertyValues("slipway.username=" + this.login, "slipway.password=" + Canary.value())
			.withBean(Reader.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beansOfAnotherDataSourceDoNotWait() {
		new Scripts(this.folder.resolve("fails")).write("1_x.sql", "select 1 / 0");
		this.runner.withUserConfiguration(TwoDatabases.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.database, this.other })
			.withPropertyValues("slipway.services.one.data-source=one",
					"slipway.services.one.url=" + this.database.url(), "slipway.services.two.data-source=two",
					"slipway.services.two.url=" + this.other.url(),
					"slipway.services.two.locations=file:" + this.folder.resolve("fails"))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("division by zero"));
		assertThat(this.database.query("select i from one")).containsExactly("1");
	}

	@Test
	void markedDataSourceIsUsedAndTheBeansOfTheOtherOneWait() {
		this.runner.withUserConfiguration(Marked.class)
			.withBean("databases", TestDatabase[].class,
					() -> new TestDatabase[] { this.database.as(this.login, Canary.value()) })
			.withBean(Reader.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(appliedBy(this.database)).containsExactly(this.login);
			});
	}

	@Test
	void onlyDataSourceMayBeMarked() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SlipwayAutoConfiguration.class, UnusedSettingsAutoConfiguration.class))
			.withUserConfiguration(OnlyMarked.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.database })
			.withPropertyValues("slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(tables(this.database)).contains("one");
	}

	@Test
	void markedDataSourceBesideAUrlIsRefused() {
		this.runner.withUserConfiguration(Marked.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.other })
			.withPropertyValues("slipway.url=" + this.other.url())
			.run((context) -> assertRefused(context.getStartupFailure(), (refused) -> {
				assertThat(refused).hasMessage("Slipway has two connections: a DataSource bean is marked with"
						+ " @SlipwayDataSource, and slipway.url says another one.");
				assertThat(refused.getAction()).isEqualTo("Remove the annotation, or slipway.url.");
			}));
	}

	@Test
	void markedDataSourceBesideABeanOfDetailsIsRefused() {
		this.runner.withUserConfiguration(Marked.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.other })
			.withBean("details", SlipwayConnectionDetails.class, () -> new SlipwayConnectionDetails() {
			})
			.run((context) -> assertRefused(context.getStartupFailure(),
					(refused) -> assertThat(refused).hasMessageEndingWith("and the bean 'details' says another one.")));
	}

	@Test
	void twoMarkedDataSourcesAreRefused() {
		this.runner.withUserConfiguration(Marked.class, OnlyMarked.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.other })
			.run((context) -> assertRefused(context.getStartupFailure(),
					(refused) -> assertThat(refused).hasMessage("Slipway cannot tell its DataSource: 'marked',"
							+ " 'onlyMarked' are marked with @SlipwayDataSource.")));
	}

	@Test
	void usernameWithoutAnyUrlIsRefused() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
			.withPropertyValues("slipway.username=me")
			.run((context) -> assertRefused(context.getStartupFailure(), (refused) -> {
				assertThat(refused).hasMessage("Slipway has no URL to connect to: slipway.username says how to log in,"
						+ " and there is no one DataSource whose URL it could take.");
				assertThat(refused.getAction())
					.isEqualTo("Set slipway.url too, as in jdbc:postgresql://localhost:5432/postgres.");
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql://localhost/x", "jdbc:nonsense://localhost/x", "localhost:5432" })
	void urlThatNoDriverTakesIsRefused(String url) {
		this.runner.withPropertyValues("slipway.services.a.url=" + url + "?password=" + Canary.value())
			.run((context) -> assertRefused(context.getStartupFailure(), (refused) -> {
				assertThat(refused).hasMessage("Service 'a' cannot connect: no JDBC driver on the class path takes the"
						+ " URL of slipway.services.a.url.");
				assertThat(refused.getAction()).contains("jdbc:postgresql://host:port/database");
			}));
	}

	/**
	 * As other tools write URLs. The driver takes the password for a port, and logs it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://me:%s@localhost:5432/x", "jdbc:postgresql://me:%s@localhost/x",
			"JDBC:postgresql://me:%s@[::1]:5432/x" })
	void credentialsBeforeTheHostAreRefusedAndNotShown(String url, CapturedOutput output) {
		this.runner.withPropertyValues("slipway.url=" + url.formatted(Canary.value()))
			.run((context) -> assertRefused(context.getStartupFailure(),
					(refused) -> assertThat(refused.getAction()).contains("slipway.username")));
		assertThat(output).doesNotContain(Canary.value());
	}

	@Test
	void negativeRetriesAreRefused() {
		this.runner.withPropertyValues("slipway.connect-retries=-1")
			.run((context) -> assertRefused(context.getStartupFailure(),
					(refused) -> assertThat(refused).hasMessageContaining("connect retries must not be negative")));
	}

	@Test
	void serverThatIsNotThereIsWaitedFor(CapturedOutput output) {
		this.runner
			.withPropertyValues("slipway.url=jdbc:postgresql://127.0.0.1:1/x?password=" + Canary.value(),
					"slipway.connect-retries=1", "slipway.connect-retries-interval=10ms")
			.run((context) -> assertThat(context).getFailure().cause().isInstanceOf(DatabaseException.class));
		assertThat(output).contains("Slipway tries again in 10 ms, once more at most");
	}

	@Test
	void passwordsAreNotShown() {
		this.runner
			.withPropertyValues("slipway.username=me", "slipway.password=" + Canary.value(),
					"slipway.services.a.username=me", "slipway.services.a.password=" + Canary.value(),
					"slipway.url=jdbc:postgresql://127.0.0.1:1/x", "slipway.placeholders.key=" + Canary.value(),
					"slipway.trigger=lifecycle", "slipway.mode=validate")
			.run((context) -> assertThat(String.valueOf(context.getStartupFailure())).doesNotContain(Canary.value()));
		this.runner.withPropertyValues("slipway.password=" + Canary.value())
			.run((context) -> assertThat(context.getBean(SlipwayProperties.class).toString())
				.doesNotContain(Canary.value()));
	}

	/** As the action of that failure says. */
	@Test
	void proxyThatGivesNoAccessIsPassedBy() {
		ApplicationContextRunner proxied = this.runner.withBean("proxied", DataSource.class,
				() -> new DelegatingDataSource(this.database.dataSource()) {
					@Override
					public Connection getConnection() throws SQLException {
						return closed(super.getConnection());
					}
				});
		proxied.run((context) -> assertThat(context).getFailure()
			.cause()
			.isInstanceOfSatisfying(DatabaseException.class,
					(failure) -> assertThat(failure.getReason()).isEqualTo(Reason.WRAPPED_CONNECTION)));
		proxied
			.withPropertyValues("slipway.url=" + this.database.url(), "slipway.username=" + this.database.username(),
					"slipway.password=" + this.database.password())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** As the action of that failure says. */
	@Test
	void dataSourceThatRoutesIsPassedBy() {
		ApplicationContextRunner routing = this.runner.withBean("routing", DataSource.class, () -> {
			AbstractRoutingDataSource dataSource = new AbstractRoutingDataSource() {
				@Override
				protected @Nullable Object determineCurrentLookupKey() {
					return null;
				}
			};
			dataSource.setTargetDataSources(Map.of("tenant", this.database.dataSource()));
			return dataSource;
		});
		routing.run((context) -> assertThat(context).getFailure()
			.cause()
			.isInstanceOfSatisfying(DatabaseException.class,
					(failure) -> assertThat(failure.getReason()).isEqualTo(Reason.DATA_SOURCE_FAILED)));
		routing.withPropertyValues("slipway.username=me")
			.run((context) -> assertRefused(context.getStartupFailure(), (refused) -> assertThat(refused)
				.hasMessageContaining("the application's DataSource does not tell its URL")));
		routing
			.withPropertyValues("slipway.url=" + this.database.url(), "slipway.username=" + this.database.username(),
					"slipway.password=" + this.database.password())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static Connection closed(Connection connection) {
		return (Connection) Proxy.newProxyInstance(OwnConnectionTests.class.getClassLoader(),
				new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> method.getName().equals("isWrapperFor") ? (Object) false
						: method.invoke(connection, arguments));
	}

	private static void assertRefused(@Nullable Throwable failure,
			ThrowingConsumer<ServiceConfigurationException> assertions) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof ServiceConfigurationException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isInstanceOfSatisfying(ServiceConfigurationException.class, assertions);
	}

	private void migrates(String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> assertThat(context).hasNotFailed());
	}

	private static List<String> appliedBy(TestDatabase database) {
		return database.query("select applied_by from schema_migrations");
	}

	private static List<String> tables(TestDatabase database) {
		return database.query("select tablename from pg_tables where schemaname = 'public' order by 1");
	}

	/**
	 * Needs the table while it is created.
	 */
	static class Reader {

		Reader(JdbcTemplate jdbc) {
			jdbc.queryForList("select * from one");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Marked {

		@Bean(defaultCandidate = false)
		@SlipwayDataSource
		DataSource marked(TestDatabase[] databases) {
			return databases[0].dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnlyMarked {

		@Bean(defaultCandidate = false)
		@SlipwayDataSource
		DataSource onlyMarked(TestDatabase[] databases) {
			return databases[0].dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		@Primary
		DataSource one(TestDatabase[] databases) {
			return databases[0].dataSource();
		}

		@Bean
		DataSource two(TestDatabase[] databases) {
			return databases[1].dataSource();
		}

		/** Writes into the one database before the other one's migrations fail. */
		@Bean
		String writer(@Qualifier("oneTemplate") JdbcTemplate jdbc) {
			jdbc.update("insert into one values (1)");
			return "written";
		}

		@Bean
		JdbcTemplate oneTemplate(DataSource one) {
			return new JdbcTemplate(one);
		}

	}

}
