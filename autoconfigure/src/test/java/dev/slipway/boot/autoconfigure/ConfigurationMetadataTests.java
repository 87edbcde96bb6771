package dev.slipway.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows of {@code slipway.*} is complete.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyHasADescriptionThatIsASentence() throws IOException {
		assertThat(metadata("properties")).hasSizeGreaterThan(9).allSatisfy((property) -> {
			assertThat((String) property.get("description")).as("%s", property.get("name")).endsWith(".");
			if ("java.lang.Boolean".equals(property.get("type"))) {
				assertThat((String) property.get("description")).startsWith("Whether ");
				// Some depend on the file or the connection.
				assertThat(property.containsKey("defaultValue")
						|| String.valueOf(property.get("description")).contains("By default "))
					.isTrue();
			}
		});
	}

	@Test
	void everyHintBelongsToAProperty() throws IOException {
		List<Object> names = metadata("properties").stream().map((property) -> property.get("name")).toList();
		assertThat(metadata("hints")).isNotEmpty().allSatisfy((hint) -> assertThat(names).contains(hint.get("name")));
	}

	@Test
	void whateverAServiceCanSayCanBeSaidForAllOfThem() {
		List<String> all = components(SlipwayProperties.class);
		assertThat(all).containsAll(components(SlipwayProperties.Service.class));
	}

	private static List<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> metadata(String section) throws IOException {
		String file = "/META-INF/spring-configuration-metadata.json";
		String home = SlipwayProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try (InputStream in = new java.net.URL(home + file.substring(1)).openStream()) {
			Map<String, Object> all = JsonParserFactory.getJsonParser().parseMap(new String(in.readAllBytes()));
			return (List<Map<String, Object>>) Objects.requireNonNull(all.get(section));
		}
	}

}
