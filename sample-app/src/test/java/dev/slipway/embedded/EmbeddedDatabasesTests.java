package dev.slipway.embedded;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;

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
	void oneDatabaseIsNotEnough() {
		assertThatExceptionOfType(SetupException.class)
			.isThrownBy(() -> areNeeded(Map.of("sample.platform.url", PLATFORM)))
			.withMessageContaining("SAMPLE_QUERY_URL does not");
	}

	@Test
	void userNameWithoutDatabaseIsAMistake() {
		assertThatExceptionOfType(SetupException.class)
			.isThrownBy(() -> areNeeded(Map.of("sample.query.username", "app")))
			.withMessageContaining("no database");
	}

	private static boolean areNeeded(Map<String, Object> properties) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(new MapPropertySource("test", properties));
		return EmbeddedDatabases.areNeeded(new PropertySourcesPropertyResolver(sources));
	}

}
