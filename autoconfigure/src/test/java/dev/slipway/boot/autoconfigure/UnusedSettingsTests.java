package dev.slipway.boot.autoconfigure;

import java.nio.file.Path;

import javax.sql.DataSource;

import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings where there is nothing to migrate, or no driver: never ignored without a word.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnusedSettingsTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(SlipwayAutoConfiguration.class, UnusedSettingsAutoConfiguration.class));

	UnusedSettingsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table one(i int)");
	}

	@Test
	void namedDataSourceThatIsNotInjectedByTypeIsMigrated() {
		this.runner
			.withBean("own", DataSource.class, this.database::dataSource,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withPropertyValues("slipway.data-source=own", "slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(MigrationLifecycle.class));
		assertThat(this.database.query("select name from schema_migrations")).containsExactly("one");
	}

	@Test
	void namedDataSourceThatDoesNotExistIsAnError() {
		this.runner.withPropertyValues("slipway.data-source=none")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServiceConfigurationException.class)
				.hasMessage(
						"Slipway has no DataSource: there is no DataSource bean named 'none'. There is no DataSource"
								+ " bean."));
	}

	@Test
	void namedDataSourceIsMigratedBesideTheServiceOfAModule() {
		new Scripts(this.scripts.folder().resolve("module")).write("1_module.sql", "create table module(i int)");
		this.runner.withBean("own", DataSource.class, this.database::dataSource)
			.withBean(dev.slipway.Migrator.class,
					() -> dev.slipway.Migrator.of(this.database.dataSource(),
							dev.slipway.MigratorOptions.of("module")
								.withLocations("file:" + this.scripts.folder().resolve("module"))))
			.withPropertyValues("slipway.data-source=own")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.query("select name from schema_migrations"))
			.containsExactly("from_the_default_location");
	}

	@ParameterizedTest
	@ValueSource(strings = { "slipway.username=x", "slipway.password=x" })
	void credentialsWithoutADatabaseAreAnError(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServiceConfigurationException.class)
				.hasMessageContaining("has no URL to connect to"));
	}

	@Test
	void emptyUrlIsNone(CapturedOutput output) {
		this.runner.withPropertyValues("slipway.url=")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
		assertThat(output).contains("No migrations run, although slipway.url is set");
	}

	@Test
	void settingsWithoutADataSourceAreWarnedOf(CapturedOutput output) {
		this.runner
			.withPropertyValues("slipway.locations=classpath:x", "slipway.placeholders.key=" + Canary.value(),
					"slipway.lock.wait-timeout=1s")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
		assertThat(output).containsOnlyOnce("No migrations run, although slipway.locations, slipway.lock,"
				+ " slipway.placeholders is set: the application has no DataSource that is injected by its type. Set"
				+ " slipway.data-source or slipway.url, or slipway.enabled=false");
	}

	@Test
	void settingsWithoutTheDriverAreWarnedOf(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(PGConnection.class, Driver.class))
			.withPropertyValues("slipway.url=jdbc:postgresql://localhost/x")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
		assertThat(output)
			.containsOnlyOnce("No migrations run, although slipway.url is set: PostgreSQL's JDBC driver is"
					+ " not on the class path. Add the dependency org.postgresql:postgresql, or set slipway.enabled=false");
	}

	@Test
	void applicationThatConnectsByR2dbcAloneIsWarned(CapturedOutput output) {
		this.runner.withBean(ConnectionFactory.class, ConnectionDetailsTests::connectionFactory)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
		assertThat(output).containsOnlyOnce("No migrations run: the application connects by R2DBC, and Slipway does by"
				+ " JDBC. Set slipway.url, slipway.username and slipway.password, or slipway.enabled=false");
	}

	@Test
	void withoutAnySettingNothingIsSaid(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("slipway.enabled=false", "slipway.locations=classpath:x")
			.withBean(ConnectionFactory.class, ConnectionDetailsTests::connectionFactory)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("No migrations run");
	}

}
