package dev.slipway.neighbours;

import java.nio.file.Path;

import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Java migrations that were beans for Flyway, where its jar is still there.
 */
@EnabledIf("isFlywayThere")
class FlywayJavaMigrationTests {

	private static final String TYPE = "org.flywaydb.core.api.migration.JavaMigration";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final ApplicationContextRunner runner;

	FlywayJavaMigrationTests(@TempDir Path folder) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + new Scripts(folder).write("001_one.sql", "select 1").location());
	}

	static boolean isFlywayThere() {
		return ClassUtils.isPresent(TYPE, null);
	}

	@Test
	void beanThatNobodyRunsIsRefusedWithAWayOut() {
		with(this.runner, TYPE, "addKeys").run((context) -> assertThat(context.getStartupFailure()).cause()
			.isInstanceOf(ServiceConfigurationException.class)
			.hasMessage(
					"Slipway does not run the Java migration of Flyway 'addKeys', and nothing else does: what it does"
							+ " would be missing.")
			.satisfies((failure) -> assertThat(((ServiceConfigurationException) failure).getAction())
				.contains("implement dev.slipway.CodeMigration")));
	}

	@Test
	void beanThatFlywayRunsIsLeftToIt() {
		with(with(this.runner, TYPE, "addKeys"), "org.flywaydb.core.Flyway", "flyway")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextRunner with(ApplicationContextRunner runner, String type, String name) {
		Class<Object> bean = (Class<Object>) ClassUtils.resolveClassName(type, null);
		return runner.withBean(name, bean, () -> mock(bean));
	}

}
