package dev.slipway.neighbours;

import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.nio.file.Path;

import javax.sql.DataSource;

import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.implementation.MethodCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @ServiceConnection} of Spring Boot's module for Testcontainers, without a
 * container engine: the container is one that the tests' own server stands for. The
 * annotation is not on the class path of the compiler, so the configuration that has it
 * is made here.
 */
@ExtendWith(OutputCaptureExtension.class)
public class ServiceConnectionTests {

	private static final String MODULE = "org.springframework.boot.testcontainers.service.connection.";

	private static final TestDatabase database = TestPostgres.server().createDatabase();

	private final TestDatabase other = TestPostgres.server().createDatabase();

	private final ApplicationContextRunner runner;

	public ServiceConnectionTests(@TempDir Path folder) throws Exception {
		Scripts scripts = new Scripts(folder).write("001_one.sql", "create table if not exists one(i int)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(Class.forName(MODULE + "ServiceConnectionAutoConfiguration"),
					DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withUserConfiguration(configuration())
			.withPropertyValues("slipway.locations=" + scripts.location());
	}

	@Test
	void containerOfTheApplicationsDataSourceIsMigrated() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DataSource.class));
		assertMigrated();
	}

	@Test
	void containerStandsInThePlaceOfTheUrlThatThePropertiesName(CapturedOutput output) {
		this.runner
			.withPropertyValues("slipway.url=" + this.other.url(), "slipway.username=" + this.other.username(),
					"slipway.password=" + this.other.password())
			.run((context) -> assertThat(context).hasNotFailed());
		assertMigrated();
		assertThat(this.other.query("select to_regclass('one') is null")).containsExactly("t");
		assertThat(output).containsPattern("Slipway connects as the bean '.+' says, and not as slipway.url does");
	}

	@Test
	void containerOfAnApplicationWithoutADataSourceIsMigrated() {
		this.runner.withBean(io.r2dbc.spi.ConnectionFactory.class, () -> null)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
		assertMigrated();
	}

	private static void assertMigrated() {
		assertThat(database.query("select to_regclass('one') is null")).containsExactly("f");
		database.execute("drop table one; drop table schema_migrations");
	}

	/** Return the container. */
	public static JdbcDatabaseContainer<?> container() {
		return new OwnContainer();
	}

	private static Class<?> configuration() throws Exception {
		@SuppressWarnings("unchecked")
		Class<? extends Annotation> annotation = (Class<? extends Annotation>) Class
			.forName(MODULE + "ServiceConnection");
		return new ByteBuddy().subclass(Object.class)
			.modifiers(Modifier.PUBLIC)
			.annotateType(
					AnnotationDescription.Builder.ofType(Configuration.class).define("proxyBeanMethods", false).build())
			.defineMethod("container", JdbcDatabaseContainer.class, Modifier.PUBLIC)
			.intercept(MethodCall.invoke(ServiceConnectionTests.class.getMethod("container")))
			.annotateMethod(AnnotationDescription.Builder.ofType(Bean.class).build(),
					AnnotationDescription.Builder.ofType(annotation).build())
			.make()
			.load(ServiceConnectionTests.class.getClassLoader())
			.getLoaded();
	}

	/**
	 * Runs already, and is not stopped.
	 */
	private static final class OwnContainer extends JdbcDatabaseContainer<OwnContainer> {

		OwnContainer() {
			super(DockerImageName.parse("postgres"));
		}

		@Override
		public void start() {
			// It is there.
		}

		@Override
		public void stop() {
			// Others use it.
		}

		@Override
		public boolean isRunning() {
			return true;
		}

		@Override
		public String getDriverClassName() {
			return "org.postgresql.Driver";
		}

		@Override
		public String getJdbcUrl() {
			return database.url();
		}

		@Override
		public String getUsername() {
			return database.username();
		}

		@Override
		public String getPassword() {
			return database.password();
		}

		@Override
		protected String getTestQueryString() {
			return "select 1";
		}

	}

}
