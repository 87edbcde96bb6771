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
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Starts an embedded server when the application is given no databases, and sets
 * {@code spring.datasource.url} and {@code query.datasource.url} to databases of that
 * server.
 */
final class EmbeddedDatabases implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String PLATFORM = "spring.datasource.";

	private static final String QUERY = "query.datasource.";

	private static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

	/**
	 * Start the server as a part of the refresh: a SIGTERM that arrives meanwhile then
	 * stops the server too.
	 * @throws SetupException if this copy of the application has no embedded server, as
	 * the container image
	 */
	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (areNeeded(environment)) {
			if (!ClassUtils.isPresent(LIBRARY, context.getClassLoader())) {
				throw new SetupException("No databases are named, and no embedded PostgreSQL is on the class path.",
						"Set SPRING_DATASOURCE_URL and QUERY_DATASOURCE_URL (and _USERNAME, _PASSWORD).");
			}
			context.addBeanFactoryPostProcessor((beans) -> start(environment, beans));
		}
	}

	/**
	 * Return whether the application is given no databases. An empty variable counts as
	 * one that is not set. In application.yml, {@code spring.datasource} and
	 * {@code query.datasource} have the values of {@code sample.platform} and
	 * {@code sample.query} where nobody sets others.
	 * @throws SetupException if it is given one database, or a user name and no database
	 */
	static boolean areNeeded(PropertyResolver properties) {
		boolean platform = isSet(properties, PLATFORM + "url");
		boolean query = isSet(properties, QUERY + "url");
		if (platform != query) {
			String first = "SAMPLE_PLATFORM_URL (or SPRING_DATASOURCE_URL)";
			String second = "SAMPLE_QUERY_URL (or QUERY_DATASOURCE_URL)";
			throw new SetupException(
					(platform ? first : second) + " names a database, and " + (platform ? second : first)
							+ " does not: the sample needs two databases.",
					"Set both, or neither to use the embedded PostgreSQL.");
		}
		if (!platform && (isSet(properties, PLATFORM + "username") || isSet(properties, QUERY + "username"))) {
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
					Map.of(PLATFORM + "url", server.url("platform"), QUERY + "url", server.url("query"))));
	}

}
