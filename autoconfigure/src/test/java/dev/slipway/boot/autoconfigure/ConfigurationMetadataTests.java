package dev.slipway.boot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

import dev.slipway.MigratorOptions;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows of {@code slipway.*} is complete.
 */
class ConfigurationMetadataTests {

	private static final String OF_A_SERVICE = "slipway.services.*.";

	@Test
	void everyPropertyHasADescriptionThatIsASentence() throws IOException {
		assertThat(metadata("properties")).hasSizeGreaterThan(9).allSatisfy((property) -> {
			assertThat((String) property.get("description")).as("%s", property.get("name")).endsWith(".");
			if ("java.lang.Boolean".equals(property.get("type"))) {
				assertThat((String) property.get("description")).startsWith("Whether ");
				// Some depend on the file, the connection or what holds for all services.
				assertThat(String.valueOf(property.get("name")).startsWith(OF_A_SERVICE)
						|| property.containsKey("defaultValue")
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
	void everyPropertyOfAServiceIsDescribed() throws IOException {
		assertThat(names("properties").stream().filter((name) -> name.startsWith(OF_A_SERVICE)))
			.containsExactlyInAnyOrderElementsOf(components(SlipwayProperties.Service.class).stream()
				.map((name) -> OF_A_SERVICE + DataObjectPropertyName.toDashedForm(name))
				.toList());
	}

	/** What is said once for all services is said for one of them too. */
	@Test
	void everyDefaultIsThatOfTheCode() throws IOException {
		SlipwayProperties defaults = new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("slipway",
				SlipwayProperties.class);
		ServiceOptions options = new ServiceOptions(defaults);
		for (Map<String, Object> property : metadata("properties")) {
			String name = String.valueOf(property.get("name"));
			if (property.get("defaultValue") != null && name.startsWith("slipway.")) {
				assertThat(value(defaults, options, name)).as(name).isEqualTo(property.get("defaultValue"));
			}
		}
	}

	/** As it is written in a file of properties. */
	private static Object value(SlipwayProperties defaults, ServiceOptions options, String name) {
		MigratorOptions merged = options.merge("", ServiceOptions.said(null));
		return switch (name) {
			case "slipway.locations" -> merged.locations();
			case "slipway.table" -> merged.table();
			default -> written(component(defaults, name.substring("slipway.".length())));
		};
	}

	private static Object component(Object properties, String path) {
		int dot = path.indexOf('.');
		String first = (dot < 0) ? path : path.substring(0, dot);
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(properties.getClass())) {
			if (DataObjectPropertyName.toDashedForm(property.getName()).equals(first)) {
				Method reader = property.getReadMethod();
				reader.setAccessible(true);
				Object value = Objects.requireNonNull(ReflectionUtils.invokeMethod(reader, properties));
				return (dot < 0) ? value : component(value, path.substring(dot + 1));
			}
		}
		throw new AssertionError(path + " is no property");
	}

	private static Object written(Object value) {
		if (value instanceof Enum<?> constant) {
			return dashed(constant);
		}
		if (value instanceof Duration duration) {
			return (duration.toSeconds() > 0 && duration.toSeconds() % 60 == 0) ? duration.toMinutes() + "m"
					: duration.toSeconds() + "s";
		}
		return value;
	}

	private static String dashed(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Test
	void everyChoiceHasAHint() throws IOException {
		for (Class<?> type : List.of(SlipwayProperties.class, SlipwayProperties.Service.class)) {
			String prefix = (type == SlipwayProperties.class) ? "slipway." : OF_A_SERVICE;
			for (Map.Entry<String, Class<?>> property : SlipwayProperties.properties(type).entrySet()) {
				if (property.getValue().isEnum()) {
					assertThat(hinted(prefix + DataObjectPropertyName.toDashedForm(property.getKey())))
						.as(property.getKey())
						.containsExactlyInAnyOrderElementsOf(Arrays.stream(property.getValue().getEnumConstants())
							.map((constant) -> dashed((Enum<?>) constant))
							.toList());
				}
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static List<String> hinted(String name) throws IOException {
		return metadata("hints").stream()
			.filter((hint) -> name.equals(hint.get("name")))
			.flatMap((hint) -> ((List<Map<String, Object>>) Objects.requireNonNull(hint.get("values"))).stream())
			.map((value) -> String.valueOf(value.get("value")))
			.toList();
	}

	@Test
	void dataSourcesAreCompletedWithBeans() throws IOException {
		for (String name : List.of("slipway.data-source", OF_A_SERVICE + "data-source")) {
			assertThat(metadata("hints")).anySatisfy((hint) -> {
				assertThat(hint).containsEntry("name", name);
				assertThat(hint.get("providers"))
					.hasToString("[{name=spring-bean-reference, parameters={target=javax.sql.DataSource}}]");
			});
		}
	}

	/** Spring Boot decides by them, without reading a class. */
	@Test
	void conditionsOfEveryAutoConfigurationAreIndexed() throws IOException {
		Properties index = PropertiesLoaderUtils
			.loadProperties(resource("META-INF/spring-autoconfigure-metadata.properties"));
		String imports = resource("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
			.getContentAsString(StandardCharsets.UTF_8);
		assertThat(imports.lines()).isNotEmpty().allSatisfy((name) -> assertThat(index).containsKey(name));
		assertThat(index.getProperty("dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration.ConditionalOnClass"))
			.isEqualTo("org.postgresql.PGConnection");
	}

	private static UrlResource resource(String name) throws IOException {
		return new UrlResource(SlipwayProperties.class.getProtectionDomain().getCodeSource().getLocation() + name);
	}

	private static List<String> names(String section) throws IOException {
		return metadata(section).stream().map((one) -> String.valueOf(one.get("name"))).toList();
	}

	@Test
	void whateverAServiceCanSayCanBeSaidForAllOfThem() {
		Set<String> all = components(SlipwayProperties.class);
		assertThat(all).containsAll(components(SlipwayProperties.Service.class));
	}

	private static Set<String> components(Class<?> type) {
		return SlipwayProperties.properties(type).keySet();
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
