package dev.slipway.sample.deploy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.springframework.boot.convert.DurationStyle;

/**
 * The properties that the class path documents, by the environment variables that set
 * them. {@code query.datasource} has the properties of {@code spring.datasource}.
 */
final class PropertyNames {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private final Map<String, String> types = new HashMap<>();

	private PropertyNames() {
	}

	static PropertyNames ofClassPath() {
		PropertyNames names = new PropertyNames();
		try {
			for (URL url : Collections.list(PropertyNames.class.getClassLoader().getResources(METADATA))) {
				try (Reader reader = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
					names.addAll(JsonParser.parseReader(reader).getAsJsonObject());
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return names;
	}

	private void addAll(JsonObject metadata) {
		for (JsonElement element : metadata.getAsJsonArray("properties")) {
			JsonObject property = element.getAsJsonObject();
			String name = property.get("name").getAsString();
			if (!property.has("deprecated") && !property.has("deprecation")) {
				this.types.put(variable(name), property.has("type") ? property.get("type").getAsString() : "");
			}
		}
	}

	/** Spring Boot's rule: dots become underscores, hyphens are removed. */
	private static String variable(String property) {
		return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	/**
	 * Say what is wrong with a variable.
	 * @return a sentence, or nothing
	 */
	Optional<String> problem(String variable, String value) {
		String type = this.types.get(variable.replaceFirst("^QUERY_DATASOURCE_", "SPRING_DATASOURCE_"));
		if (type == null) {
			return Optional.of(variable + " sets no property");
		}
		try {
			convert(type, value);
			return Optional.empty();
		}
		catch (IllegalArgumentException | ClassNotFoundException ex) {
			return Optional.of(variable + "=" + value + ": " + ex);
		}
	}

	private static void convert(String type, String value) throws ClassNotFoundException {
		if (type.equals("java.time.Duration")) {
			DurationStyle.detectAndParse(value);
		}
		else if (!type.isEmpty() && !type.contains("<")) {
			Class<?> target = Class.forName(type);
			if (target.isEnum() && List.of(target.getEnumConstants())
				.stream()
				.noneMatch((constant) -> ((Enum<?>) constant).name().equalsIgnoreCase(value))) {
				throw new IllegalArgumentException(value + " is none of the values of " + type);
			}
		}
	}

}
