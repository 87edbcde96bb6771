package dev.slipway.sample.database;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SamplePropertiesTests {

	private static final String PLATFORM = "jdbc:postgresql://localhost/platform";

	private static final String QUERY = "jdbc:postgresql://localhost/query";

	@Test
	void noDatabaseIsNamedByDefault() {
		assertThat(bind(Map.of()).named()).isEmpty();
	}

	@Test
	void emptyUrlsAreUrlsNotSet() {
		assertThat(bind(Map.of("sample.platform.url", "", "sample.query.url", " ")).named()).isEmpty();
	}

	@Test
	void bothDatabasesCanBeNamed() {
		assertThat(bind(Map.of("sample.platform.url", PLATFORM, "sample.query.url", QUERY)).named())
			.hasValueSatisfying((databases) -> {
				assertThat(databases.platform().url()).isEqualTo(PLATFORM);
				assertThat(databases.query().url()).isEqualTo(QUERY);
			});
	}

	@Test
	void oneDatabaseIsNotEnough() {
		assertThatExceptionOfType(SetupException.class)
			.isThrownBy(() -> bind(Map.of("sample.platform.url", PLATFORM)).named())
			.withMessageContaining("SAMPLE_QUERY_URL does not");
	}

	@Test
	void userNameWithoutDatabaseIsAMistake() {
		assertThatExceptionOfType(SetupException.class)
			.isThrownBy(() -> bind(Map.of("sample.query.username", "app")).named())
			.withMessageContaining("no database");
	}

	@Test
	void passwordIsNotPrinted() {
		assertThat(bind(Map.of("sample.platform.url", PLATFORM, "sample.platform.password", "secret",
				"sample.query.url", QUERY, "sample.query.password", "secret")))
			.satisfies((properties) -> assertThat(properties.toString()).doesNotContain("secret"))
			.satisfies((properties) -> assertThat(properties.named().toString()).doesNotContain("secret"));
	}

	private static SampleProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sample",
				SampleProperties.class);
	}

}
