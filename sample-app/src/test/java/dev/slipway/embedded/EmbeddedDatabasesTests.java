package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddedDatabasesTests {

	private static final String PLATFORM = "jdbc:postgresql://localhost/platform";

	private static final String QUERY = "jdbc:postgresql://localhost/query";

	@Test
	void serverIsNeededByDefault() {
		assertThat(areNeeded(Map.of())).isTrue();
	}

	@Test
	void emptyUrlsAreUrlsNotSet() {
		assertThat(areNeeded(Map.of("sample.platform.url", "", "sample.query.url", " "))).isTrue();
	}

	@Test
	void noServerIsNeededWhenBothDatabasesAreNamed() {
		assertThat(areNeeded(Map.of("sample.platform.url", PLATFORM, "sample.query.url", QUERY))).isFalse();
	}

	@Test
	void noServerIsNeededWhenTheDataSourcesAreNamed() {
		assertThat(areNeeded(Map.of("spring.datasource.url", PLATFORM, "query.datasource.url", QUERY))).isFalse();
		assertThat(areNeeded(Map.of("spring.datasource.url", PLATFORM, "sample.query.url", QUERY))).isFalse();
	}

	@Test
	void oneDatabaseIsNotEnough() {
		assertThatExceptionOfType(SetupException.class)
			.isThrownBy(() -> areNeeded(Map.of("sample.platform.url", PLATFORM)))
			.withMessage("SAMPLE_PLATFORM_URL (or SPRING_DATASOURCE_URL) names a database, and SAMPLE_QUERY_URL"
					+ " (or QUERY_DATASOURCE_URL) does not: the sample needs two databases.");
	}

	@Test
	void userNameWithoutDatabaseIsAMistake() {
		assertThatExceptionOfType(SetupException.class)
			.isThrownBy(() -> areNeeded(Map.of("sample.query.username", "app")))
			.withMessageContaining("no database");
	}

	/** The properties stand before those of application.yml, as environment variables. */
	private static boolean areNeeded(Map<String, Object> properties) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(new MapPropertySource("test", properties));
		try {
			new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yml"))
				.forEach(sources::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return EmbeddedDatabases.areNeeded(new PropertySourcesPropertyResolver(sources));
	}

}
