package dev.slipway.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/configuration.md} lists each property, with its default.
 */
class ConfigurationDocumentTests {

	private static final String OF_A_SERVICE = "| below `slipway.services.<name>` or `slipway` |";

	private static final String OF_THE_APPLICATION = "| below `slipway` only |";

	private static final String OF_COMMANDS = "| option of commands, below `slipway` |";

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void everyPropertyIsListedOnce() throws IOException {
		assertThat(Stream.of(OF_A_SERVICE, OF_THE_APPLICATION, OF_COMMANDS)
			.flatMap(ConfigurationDocumentTests::rows)
			.map(Row::name)).containsExactlyInAnyOrderElementsOf(
					metadata().stream().map((property) -> property.get("name")).map(String::valueOf).toList());
	}

	@Test
	void everyPropertyOfAServiceIsListedAsOne() {
		assertThat(rows(OF_A_SERVICE).map(Row::name))
			.containsExactlyInAnyOrderElementsOf(SlipwayProperties.properties(SlipwayProperties.Service.class)
				.keySet()
				.stream()
				.map((name) -> "slipway." + DataObjectPropertyName.toDashedForm(name))
				.toList());
	}

	@Test
	void everyDefaultIsThatOfTheMetadata() throws IOException {
		for (Map<String, Object> property : metadata()) {
			if (property.get("defaultValue") != null) {
				assertThat(row(String.valueOf(property.get("name"))).defaults()).as("%s", property.get("name"))
					.containsAll(values(property.get("defaultValue")));
			}
		}
	}

	private static Row row(String name) {
		return Stream.of(OF_A_SERVICE, OF_THE_APPLICATION, OF_COMMANDS)
			.flatMap(ConfigurationDocumentTests::rows)
			.filter((row) -> row.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError(name + " is not listed"));
	}

	private static List<String> values(Object value) {
		return (value instanceof Collection<?> several) ? several.stream().map(String::valueOf).toList()
				: List.of(String.valueOf(value));
	}

	private static Stream<Row> rows(String heading) {
		try {
			return Files.readAllLines(Path.of("..", "docs", "configuration.md"))
				.stream()
				.dropWhile((line) -> !line.startsWith(heading))
				.skip(2)
				.takeWhile((line) -> line.startsWith("|"))
				.map(Row::of);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> metadata() throws IOException {
		String home = SlipwayProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try (InputStream in = new URL(home + "META-INF/spring-configuration-metadata.json").openStream()) {
			Map<String, Object> all = JsonParserFactory.getJsonParser()
				.parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8));
			return ((List<Map<String, Object>>) Objects.requireNonNull(all.get("properties"))).stream()
				.filter((property) -> isOwn(String.valueOf(property.get("name"))))
				.toList();
		}
	}

	private static boolean isOwn(String name) {
		return name.startsWith("slipway.") && !name.startsWith("slipway.services.*");
	}

	/**
	 * A row of a table.
	 */
	private record Row(String name, List<String> defaults) {

		static Row of(String line) {
			String[] cells = line.split("\\|");
			return new Row("slipway." + codes(cells[1]).get(0), codes(cells[3]));
		}

		private static List<String> codes(String cell) {
			return CODE.matcher(cell).results().map((MatchResult match) -> match.group(1)).toList();
		}

	}

}
