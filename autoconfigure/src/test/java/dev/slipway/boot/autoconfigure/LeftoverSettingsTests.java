package dev.slipway.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings of tools that are gone.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeftoverSettingsTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void counterpartOfEachIsNamedOnce(CapturedOutput output) {
		set(Map.of("spring.flyway.locations", "classpath:db/migration", "spring.flyway.connectRetries", "5",
				"spring.flyway.placeholders.secret-name", "hidden", "spring.flyway.target", "7",
				"spring.flyway.connect-retries", "6"));
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("SPRING_FLYWAY_BASELINEONMIGRATE", "true", "SPRING_FLYWAY_PASSWORD", "hidden too")));
		LeftoverSettings.warn(this.environment, "spring.flyway");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Settings without effect"))).singleElement()
			.asString()
			.endsWith("Settings without effect, since Flyway is not on the class path, and what to set in their place:"
					+ " spring.flyway.baseline-on-migrate: no setting yet; a database that exists cannot be taken over;"
					+ " spring.flyway.connect-retries: slipway.connect-retries;"
					+ " spring.flyway.locations: slipway.locations; spring.flyway.password: slipway.password;"
					+ " spring.flyway.placeholders: slipway.placeholders; spring.flyway.target: slipway.exclude, with the later files");
		assertThat(output).doesNotContain("hidden");
	}

	@Test
	void logAndGuideNameTheSameCounterparts() throws IOException {
		List<String> rows = Files.readAllLines(Path.of("../docs/from-flyway.md"))
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.toList();
		LeftoverSettings.counterparts("spring.flyway").forEach((setting, counterpart) -> {
			Pattern named = Pattern.compile("`" + setting + "(\\.[^`]*)?`");
			assertThat(rows.stream().filter((row) -> named.matcher(row.split(" \\| ")[0]).find())).as(setting)
				.isNotEmpty()
				.anySatisfy((row) -> assertThat(settings(row)).containsAll(settings(counterpart)));
		});
	}

	private static Set<String> settings(String text) {
		Set<String> settings = new TreeSet<>();
		Matcher setting = Pattern.compile("slipway\\.[a-z.-]*[a-z]").matcher(text);
		while (setting.find()) {
			settings.add(setting.group());
		}
		return settings;
	}

	@Test
	void settingsOfLiquibaseHaveTheirOwn(CapturedOutput output) {
		set(Map.of("spring.liquibase.change-log", "x.yaml", "spring.liquibase.contexts", "test"));
		LeftoverSettings.warn(this.environment, "spring.liquibase");
		assertThat(output).contains("since Liquibase is not on the class path, and what to set in their place:"
				+ " spring.liquibase.change-log: slipway.locations, with files of SQL; spring.liquibase.contexts: no setting");
	}

	@Test
	void withoutSuchSettingsNothingIsSaid(CapturedOutput output) {
		set(Map.of("spring.flywayish", "x", "spring.datasource.url", "x"));
		LeftoverSettings.warn(this.environment, "spring.flyway");
		assertThat(output).doesNotContain("Settings without effect");
	}

	private void set(Map<String, Object> settings) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
		ConfigurationPropertySources.attach(this.environment);
	}

}
