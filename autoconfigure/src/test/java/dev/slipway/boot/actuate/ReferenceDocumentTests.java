package dev.slipway.boot.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.State;
import dev.slipway.boot.actuate.MigrationsEndpoint.MigrationsDescriptor;
import dev.slipway.boot.actuate.MigrationsEndpoint.RunDescriptor;
import dev.slipway.boot.actuate.MigrationsEndpoint.ServiceDescriptor;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.metrics.StartupStep;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/reference.md} has all that there is. The table of the properties is written
 * by this test, with {@code -Dslipway.update-documents=true}.
 */
class ReferenceDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "reference.md");

	private static final String BEGIN = "<!-- properties: written by ReferenceDocumentTests with -Dslipway.update-documents=true -->\n";

	private static final String END = "<!-- end of properties -->\n";

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	ReferenceDocumentTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("1_one.sql", "select 1");
	}

	@Test
	void everyPropertyIsListed() throws IOException {
		String document = Files.readString(DOCUMENT);
		int begin = document.indexOf(BEGIN) + BEGIN.length();
		int end = document.indexOf(END);
		String table = table();
		if (Boolean.getBoolean("slipway.update-documents")) {
			Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
			return;
		}
		assertThat(document.substring(begin, end)).as("run this test with -Dslipway.update-documents=true")
			.isEqualTo(table);
	}

	private static String table() throws IOException {
		StringBuilder table = new StringBuilder("| property | default | meaning |\n|---|---|---|\n");
		for (Map<String, Object> property : properties()) {
			table.append("| `")
				.append(property.get("name"))
				.append("` | ")
				.append(values(property.get("defaultValue")))
				.append(" | ")
				.append(String.valueOf(property.get("description")).replace("|", "\\|").replace("*", "\\*"))
				.append(" |\n");
		}
		return table.toString();
	}

	private static String values(@Nullable Object value) {
		if (value == null) {
			return "";
		}
		return (value instanceof Collection<?> several)
				? String.join(", ", several.stream().map((one) -> "`" + one + "`").toList()) : "`" + value + "`";
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> properties() throws IOException {
		String home = MigrationsEndpoint.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try (InputStream in = new URL(home + "META-INF/spring-configuration-metadata.json").openStream()) {
			Map<String, Object> all = JsonParserFactory.getJsonParser()
				.parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8));
			return (List<Map<String, Object>>) Objects.requireNonNull(all.get("properties"));
		}
	}

	@Test
	void everyFieldOfTheEndpointIsListed() throws IOException {
		List<String> fields = new ArrayList<>(components(MigrationsDescriptor.class));
		components(ServiceDescriptor.class).forEach((name) -> fields.add("services[]." + name));
		assertThat(column("field", 0)).containsExactlyInAnyOrderElementsOf(fields);
		assertThat(codesOfRow("`services[].migrations`")).containsAll(components(MigrationPlan.Entry.class));
		assertThat(codesOfRow("`services[].conflicts`")).containsAll(components(Conflict.class));
		assertThat(codesOfRow("`services[].lastRun`")).containsAll(components(RunDescriptor.class));
		assertThat(column("state", 0)).containsExactlyElementsOf(Stream.of(State.values()).map(State::name).toList());
	}

	private static List<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	@Test
	void everyMeterIsListedWithItsKeys() throws IOException {
		Map<String, Set<String>> listed = rows("name");
		runner().run((context) -> {
			assertThat(context).hasNotFailed();
			Set<String> names = new TreeSet<>(Set.of("slipway.run.active"));
			for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
				String name = meter.getId().getName();
				if (name.startsWith("slipway")) {
					names.add(name);
					assertThat(listed.get(name)).as(name)
						.containsExactlyInAnyOrderElementsOf(
								meter.getId().getTags().stream().map((tag) -> tag.getKey()).toList());
				}
			}
			assertThat(listed.keySet()).containsExactlyInAnyOrderElementsOf(names);
		});
	}

	@Test
	void everyStartupStepIsListedWithItsTags() throws IOException {
		Map<String, Set<String>> listed = rows("step");
		Map<String, Set<String>> recorded = new TreeMap<>();
		for (String sql : List.of("select 1", "select nothing")) {
			this.scripts.write("2_two.sql", sql);
			BufferingApplicationStartup startup = new BufferingApplicationStartup(5000);
			TestDatabase fresh = TestPostgres.server().createDatabase();
			runner().withPropertyValues("spring.datasource.url=" + fresh.url())
				.withInitializer((context) -> ((GenericApplicationContext) context).setApplicationStartup(startup))
				.run((context) -> startup.getBufferedTimeline()
					.getEvents()
					.stream()
					.map((event) -> event.getStartupStep())
					.filter((step) -> step.getName().startsWith("slipway"))
					.forEach((step) -> step.getTags()
						.forEach((StartupStep.Tag tag) -> recorded
							.computeIfAbsent(step.getName(), (name) -> new LinkedHashSet<>())
							.add(tag.getKey()))));
		}
		assertThat(listed.keySet()).containsExactlyInAnyOrderElementsOf(recorded.keySet());
		recorded.forEach((name, tags) -> assertThat(listed.get(name)).containsExactlyInAnyOrderElementsOf(tags));
	}

	@Test
	void everyEventIsListed() throws IOException {
		ClassPathScanningCandidateComponentProvider events = new ClassPathScanningCandidateComponentProvider(false);
		events.addIncludeFilter(new AssignableTypeFilter(ApplicationEvent.class));
		assertThat(column("event", 0).stream().filter((name) -> name.startsWith("Migrations")))
			.containsExactlyInAnyOrderElementsOf(events.findCandidateComponents("dev.slipway")
				.stream()
				.map((event) -> ClassUtils.getShortName(Objects.requireNonNull(event.getBeanClassName())))
				.toList());
	}

	@Test
	void everyExitCodeIsListed() throws Exception {
		List<String> codes = new ArrayList<>();
		for (Field field : Class.forName("dev.slipway.boot.command.CommandExit").getDeclaredFields()) {
			if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
				field.setAccessible(true);
				codes.add(String.valueOf(field.get(null)));
			}
		}
		assertThat(column("code", 0)).containsExactlyInAnyOrderElementsOf(codes);
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class,
					SlipwayMetricsAutoConfiguration.class, SlipwayObservationAutoConfiguration.class,
					MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + this.scripts.location());
	}

	/** The code of the first cell, with that of the last. */
	private static Map<String, Set<String>> rows(String heading) throws IOException {
		Map<String, Set<String>> rows = new LinkedHashMap<>();
		for (String row : lines(heading)) {
			String[] cells = row.split("\\|");
			rows.put(codes(cells[1]).get(0), new LinkedHashSet<>(codes(cells[cells.length - 1])));
		}
		return rows;
	}

	private static List<String> column(String heading, int index) throws IOException {
		return lines(heading).stream().map((row) -> codes(row.split("\\|")[index + 1]).get(0)).toList();
	}

	private static List<String> codesOfRow(String row) throws IOException {
		return Files.readAllLines(DOCUMENT)
			.stream()
			.filter((line) -> line.startsWith("| " + row))
			.flatMap((line) -> codes(line).stream())
			.toList();
	}

	private static List<String> codes(String text) {
		return CODE.matcher(text).results().map((match) -> match.group(1)).toList();
	}

	private static List<String> lines(String heading) throws IOException {
		List<String> lines = Files.readAllLines(DOCUMENT)
			.stream()
			.dropWhile((line) -> !line.startsWith("| " + heading + " |"))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.toList();
		assertThat(lines).as(heading).isNotEmpty();
		return lines;
	}

}
