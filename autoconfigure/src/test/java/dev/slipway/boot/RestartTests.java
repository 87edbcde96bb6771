package dev.slipway.boot;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A context that only pauses is not migrated again. One that was stopped, or is a new one
 * in the same process, is.
 */
class RestartTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path root;

	private final Scripts scripts;

	RestartTests(@TempDir Path root) {
		this.root = root;
		this.scripts = new Scripts(root.resolve("restart/scripts")).write("001_one.sql", "create table one()");
	}

	/** As Spring's cache of test contexts does between two test classes. */
	@Test
	void pauseAndRestartDoNotLookAtTheDatabase() throws IOException {
		try (URLClassLoader loader = loader(); ConfigurableApplicationContext context = start(loader)) {
			this.scripts.write("002_two.sql", "broken");
			context.pause();
			context.restart();
			assertThat(context.isRunning()).isTrue();
			assertThat(versions()).containsExactly("1");
		}
	}

	/** What CRaC's callbacks do around a checkpoint, which may be restored elsewhere. */
	@Test
	void checkpointAndRestoreMigrateAgain() throws IOException {
		try (URLClassLoader loader = loader(); ConfigurableApplicationContext context = start(loader)) {
			DefaultLifecycleProcessor lifecycle = context.getBean(DefaultLifecycleProcessor.class);
			ReflectionTestUtils.invokeMethod(lifecycle, "stopForRestart");
			this.scripts.write("002_two.sql", "create table two()");
			ReflectionTestUtils.invokeMethod(lifecycle, "restartAfterStop");
			assertThat(versions()).containsExactly("1", "2");
		}
	}

	@Test
	void stopAndStartMigrateAgain() throws IOException {
		try (URLClassLoader loader = loader(); ConfigurableApplicationContext context = start(loader)) {
			context.stop();
			this.scripts.write("002_two.sql", "create table two()");
			context.start();
			assertThat(versions()).containsExactly("1", "2");
		}
	}

	/** As Spring Boot's developer tools do: a new class loader, the same libraries. */
	@Test
	void newContextInANewClassLoaderMigratesWhatWasWrittenMeanwhile() throws IOException {
		try (URLClassLoader loader = loader(); ConfigurableApplicationContext context = start(loader)) {
			assertThat(versions()).containsExactly("1");
			assertThat(context.isRunning()).isTrue();
		}
		this.scripts.write("002_two.sql", "create table two()");
		try (URLClassLoader loader = loader(); ConfigurableApplicationContext context = start(loader)) {
			assertThat(versions()).containsExactly("1", "2");
			assertThat(context.isRunning()).isTrue();
		}
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("slipway", "slipway-shutdown");
	}

	private URLClassLoader loader() throws MalformedURLException {
		return new URLClassLoader(new URL[] { this.root.toUri().toURL() }, getClass().getClassLoader());
	}

	private List<String> versions() {
		return this.database.query("select version from schema_migrations order by id");
	}

	private ConfigurableApplicationContext start(ClassLoader loader) {
		return new SpringApplicationBuilder(new DefaultResourceLoader(loader), Application.class)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run("--slipway.locations=classpath:restart/scripts", "--spring.datasource.url=" + this.database.url(),
					"--spring.datasource.username=" + this.database.username(),
					"--spring.datasource.password=" + this.database.password(), "--spring.main.banner-mode=off");
	}

	/**
	 * No {@code @Configuration}: the scans of other tests' applications must not find it.
	 */
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class })
	static class Application {

	}

}
