package dev.slipway.boot.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of commands outside of the code is what they are: in
 * {@code docs/operations.md}, and in what an editor shows.
 */
class CommandDocumentTests {

	/**
	 * What most commands take stands before the table of options, not in that of
	 * commands.
	 */
	private static final List<CommandOption> OF_MOST = List.of(CommandOption.SERVICE, CommandOption.OUTPUT);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void tableOfCommandsIsComplete() throws IOException {
		assertThat(rows("| command | what it does | options |"))
			.containsExactlyElementsOf(Arrays.stream(Command.values()).map(CommandDocumentTests::row).toList());
	}

	private static String row(Command command) {
		String options = command.options()
			.stream()
			.filter((option) -> !OF_MOST.contains(option))
			.map((option) -> "`" + option.label() + "`")
			.collect(Collectors.joining(", "));
		return "| `" + command.label() + "` | " + command.description() + " | " + options
				+ (options.isEmpty() ? "|" : " |");
	}

	@Test
	void whatMostCommandsTakeIsTrue() {
		for (Command command : Command.values()) {
			assertThat(command.options()).contains(CommandOption.OUTPUT);
			assertThat(command.options().contains(CommandOption.SERVICE)).isEqualTo(command != Command.HELP);
		}
	}

	@Test
	void tableOfOptionsIsComplete() throws IOException {
		assertThat(rows("| option | meaning |").stream().map(CommandDocumentTests::firstCode))
			.containsExactlyElementsOf(Arrays.stream(CommandOption.values())
				.map((option) -> option.usage().replace("=text|json", "=text"))
				.toList());
	}

	@Test
	void editorsShowAllCommandsAndOptions() throws IOException {
		Map<String, Object> metadata = metadata();
		List<Map<String, Object>> hints = list(metadata.get("hints"));
		Map<String, Object> commands = hints.stream()
			.filter((hint) -> Command.PROPERTY.equals(hint.get("name")))
			.findFirst()
			.orElseThrow();
		assertThat(list(commands.get("values")))
			.extracting((value) -> value.get("value"), (value) -> value.get("description"))
			.containsExactlyElementsOf(Arrays.stream(Command.values())
				.map((command) -> org.assertj.core.groups.Tuple.tuple((Object) command.label(),
						(Object) (StringUtils.capitalize(command.description()) + ".")))
				.toList());
		assertThat(list(metadata.get("properties"))).extracting((property) -> property.get("name"))
			.containsAll(Arrays.stream(CommandOption.values()).map(CommandOption::property).toList());
	}

	private static List<String> rows(String head) throws IOException {
		String text = Files.readString(Path.of("..", "docs", "operations.md"));
		assertThat(text).contains(head);
		return text.substring(text.indexOf(head)).lines().skip(2).takeWhile((line) -> line.startsWith("|")).toList();
	}

	private static String firstCode(String row) {
		Matcher code = CODE.matcher(row);
		assertThat(code.find()).isTrue();
		return code.group(1);
	}

	private static Map<String, Object> metadata() throws IOException {
		String file = "/META-INF/additional-spring-configuration-metadata.json";
		try (InputStream in = Objects.requireNonNull(Command.class.getResourceAsStream(file))) {
			return JsonParserFactory.getJsonParser().parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(@Nullable Object value) {
		return (List<Map<String, Object>>) Objects.requireNonNull(value);
	}

}
