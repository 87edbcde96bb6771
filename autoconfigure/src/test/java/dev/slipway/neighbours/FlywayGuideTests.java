package dev.slipway.neighbours;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guide has a word on each setting of Spring Boot's Flyway integration.
 */
class FlywayGuideTests {

	private static final Pattern PROPERTY = Pattern.compile("\"name\": ?\"spring\\.flyway\\.([^\"]+)\"");

	@Test
	void eachSettingOfSpringBootsIsInTheGuide() throws IOException {
		String guide = Files.readString(Path.of("../docs/from-flyway.md"));
		List<String> missing = new ArrayList<>();
		for (String property : properties()) {
			String group = property.replaceFirst("\\..*", "") + ".*";
			if (!guide.contains("`" + property + "`") && !guide.contains("`" + group + "`")) {
				missing.add(property);
			}
		}
		assertThat(missing).isEmpty();
	}

	private static List<String> properties() throws IOException {
		List<String> properties = new ArrayList<>();
		for (Resource metadata : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
			Matcher name = PROPERTY.matcher(metadata.getContentAsString(StandardCharsets.UTF_8));
			while (name.find()) {
				properties.add(name.group(1));
			}
		}
		assertThat(properties).hasSizeGreaterThan(40);
		return properties;
	}

}
