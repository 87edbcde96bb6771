package dev.slipway.embedded;

import java.nio.file.Path;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * Starts an embedded server when the application is given no databases, and sets
 * {@code sample.platform.url} and {@code sample.query.url} to databases of that server.
 */
final class EmbeddedDatabases implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String PLATFORM_URL = "sample.platform.url";

	private static final String QUERY_URL = "sample.query.url";

	/**
	 * Start the server as a part of the refresh: a SIGTERM that arrives meanwhile then
	 * stops the server too.
	 */
	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (areNeeded(environment)) {
			context.addBeanFactoryPostProcessor((beans) -> start(environment, beans));
		}
	}

	/**
	 * Return whether the application is given no databases. An empty variable counts as
	 * one that is not set.
	 * @throws SetupException if it is given one database, or a user name and no database
	 */
	static boolean areNeeded(PropertyResolver properties) {
		boolean platform = isSet(properties, PLATFORM_URL);
		boolean query = isSet(properties, QUERY_URL);
		if (platform != query) {
			throw new SetupException(
					"SAMPLE_" + (platform ? "PLATFORM" : "QUERY") + "_URL names a database, and SAMPLE_"
							+ (platform ? "QUERY" : "PLATFORM") + "_URL does not: the sample needs two databases.",
					"Set both (sample.platform.url and sample.query.url), or neither to use the embedded PostgreSQL.");
		}
		if (!platform
				&& (isSet(properties, "sample.platform.username") || isSet(properties, "sample.query.username"))) {
			throw new SetupException("A user name for a database is set, and no database.",
					"Set SAMPLE_PLATFORM_URL and SAMPLE_QUERY_URL too, or no user name.");
		}
		return !platform;
	}

	private static boolean isSet(PropertyResolver properties, String name) {
		return StringUtils.hasText(properties.getProperty(name));
	}

	/**
	 * Spring destroys beans in the reverse order of their registration. No connection
	 * pool is registered yet, so the server stops after all pools are closed.
	 */
	private static void start(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
		LoggingSystem.get(EmbeddedDatabases.class.getClassLoader()).setLogLevel("io.zonky.test", LogLevel.WARN);
		EmbeddedServer server = EmbeddedServer.start(Path.of(environment.getProperty("sample.data", "./data")));
		((DefaultSingletonBeanRegistry) beans).registerDisposableBean("embeddedServer", server::close);
		environment.getPropertySources()
			.addFirst(new MapPropertySource("embeddedDatabases",
					Map.of(PLATFORM_URL, server.url("platform"), QUERY_URL, server.url("query"))));
	}

}
