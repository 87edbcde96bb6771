package dev.slipway.boot.autoconfigure;

import java.lang.reflect.Proxy;
import java.nio.file.Path;

import javax.sql.DataSource;

import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.testcontainers.DetailsOfContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that say how to connect, in the place of properties or of a DataSource.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionDetailsTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final TestDatabase other = TestPostgres.server().createDatabase();

	private final ApplicationContextRunner runner;

	ConnectionDetailsTests(@TempDir Path folder) {
		Scripts scripts = new Scripts(folder).write("001_one.sql", "create table one(i int)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class,
					UnusedSettingsAutoConfiguration.class))
			.withPropertyValues("slipway.locations=" + scripts.location());
	}

	@Test
	void beanOfSlipwaysTypeStandsInThePlaceOfProperties(CapturedOutput output) {
		withDataSource()
			.withPropertyValues("slipway.url=jdbc:postgresql://127.0.0.1:1/x", "slipway.username=me",
					"slipway.password=" + Canary.value())
			.withBean("own", SlipwayConnectionDetails.class, () -> new Details(this.other.url(), null))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(isMigrated(this.other)).isTrue();
		assertThat(isMigrated(this.database)).isFalse();
		assertThat(output).containsOnlyOnce("Slipway connects as the bean 'own' says, and not as slipway.url does");
	}

	@Test
	void beanThatSaysTheUserAloneConnectsToTheApplicationsDatabase() {
		this.database.execute("create role r_" + this.database.name() + " login superuser");
		withDataSource().withBean(SlipwayConnectionDetails.class, () -> new Details(null, "r_" + this.database.name()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.query("select applied_by from schema_migrations"))
			.containsExactly("r_" + this.database.name());
	}

	@Test
	void beanIsEnoughWithoutADataSource() {
		reactive().withBean(SlipwayConnectionDetails.class, () -> new Details(this.other.url(), this.other.username()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
		assertThat(isMigrated(this.other)).isTrue();
	}

	@Test
	void serviceWithADataSourceOfItsOwnIsNoneOfTheBeans() {
		withDataSource().withPropertyValues("slipway.services.a.data-source=dataSource")
			.withBean(SlipwayConnectionDetails.class, () -> new Details(this.other.url(), null))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.query("select name from schema_migrations_a")).containsExactly("one");
	}

	@Test
	void twoBeansAreRefused() {
		withDataSource().withBean("one", SlipwayConnectionDetails.class, () -> new Details(this.other.url(), null))
			.withBean("two", SlipwayConnectionDetails.class, () -> new Details(this.other.url(), null))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(ServiceConfigurationException.class, (refused) -> {
					assertThat(refused)
						.hasMessage("Slipway cannot tell how to connect: there are the beans 'one', 'two'"
								+ " of type SlipwayConnectionDetails, none of them primary.");
					assertThat(refused.getAction()).startsWith("Mark one of these beans as @Primary");
				}));
	}

	/** As {@code @ServiceConnection} makes beside those for R2DBC. */
	@Test
	void applicationThatConnectsByR2dbcAloneMigratesWithTheDetailsForJdbc() {
		reactive()
			.withBean(JdbcConnectionDetails.class,
					() -> new DetailsOfContainer(this.other.url(), this.other.username()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
		assertThat(isMigrated(this.other)).isTrue();
	}

	@Test
	void applicationThatConnectsByR2dbcAloneMigratesWithAUrl(CapturedOutput output) {
		reactive()
			.withPropertyValues("slipway.url=" + this.other.url(), "slipway.username=" + this.other.username(),
					"slipway.password=" + this.other.password())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
		assertThat(isMigrated(this.other)).isTrue();
		assertThat(output).doesNotContain("No migrations run");
	}

	/** A test must not migrate the database that the properties name. */
	@Test
	void containerStandsInThePlaceOfProperties(CapturedOutput output) {
		this.runner
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "slipway.url=" + this.database.url(),
					"slipway.username=" + this.database.username())
			.withBean("container", JdbcConnectionDetails.class,
					() -> new DetailsOfContainer(this.other.url(), this.other.username()))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DataSource.class));
		assertThat(isMigrated(this.other)).isTrue();
		assertThat(isMigrated(this.database)).isFalse();
		assertThat(output).contains("Slipway connects as the bean 'container' says, and not as slipway.url does");
	}

	@Test
	void otherDetailsForJdbcAreThoseOfTheDataSourceAlone() {
		this.runner.withPropertyValues("slipway.url=" + this.other.url())
			.withBean("own", JdbcConnectionDetails.class, () -> new OwnDetails(this.database))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DataSource.class));
		assertThat(isMigrated(this.other)).isTrue();
		assertThat(isMigrated(this.database)).isFalse();
	}

	@Test
	void dataSourceOfAContainerIsMigratedAsItIs(CapturedOutput output) {
		this.runner
			.withBean(JdbcConnectionDetails.class,
					() -> new DetailsOfContainer(this.other.url(), this.other.username()))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DataSource.class));
		assertThat(isMigrated(this.other)).isTrue();
		assertThat(output).doesNotContain("Slipway connects as");
	}

	private static boolean isMigrated(TestDatabase database) {
		return database.query("select to_regclass('one') is not null").contains("t");
	}

	private ApplicationContextRunner withDataSource() {
		return this.runner.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password());
	}

	/** Spring Boot makes no DataSource then. */
	private ApplicationContextRunner reactive() {
		return this.runner.withBean(ConnectionFactory.class, ConnectionDetailsTests::connectionFactory);
	}

	static ConnectionFactory connectionFactory() {
		return (ConnectionFactory) Proxy.newProxyInstance(ConnectionDetailsTests.class.getClassLoader(),
				new Class<?>[] { ConnectionFactory.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> null;
				});
	}

	private record Details(@Nullable String url, @Nullable String username) implements SlipwayConnectionDetails {

		@Override
		public @Nullable String getJdbcUrl() {
			return this.url;
		}

		@Override
		public @Nullable String getUsername() {
			return this.username;
		}

	}

	private record OwnDetails(TestDatabase database) implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.database.url();
		}

		@Override
		public String getUsername() {
			return this.database.username();
		}

		@Override
		public String getPassword() {
			return this.database.password();
		}

	}

}
