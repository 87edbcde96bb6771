package dev.slipway.engine.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.slipway.engine.error.ScriptPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Golden files: {@code <name>.sql} beside {@code <name>.expected}, which has a statement
 * per line behind the place where it begins, with ⏎ for a line end.
 */
class StatementSplitterTests {

	@ParameterizedTest
	@ValueSource(strings = { "quotes", "dollars", "bodies", "operators", "settings" })
	void scriptsAreSplitAsExpected(String name) throws Exception {
		assertThat(split(read(name + ".sql"))).containsExactlyElementsOf(read(name + ".expected").lines().toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "quotes", "dollars", "bodies", "operators", "settings" })
	void lineEndsOfWindowsChangeNothingButThemselves(String name) throws Exception {
		String windows = read(name + ".sql").replace("\n", "\r\n");
		assertThat(split(windows).stream().map((statement) -> statement.replace("\r", "")))
			.containsExactlyElementsOf(read(name + ".expected").lines().toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			select 1; select 'abc   | 1:18 | a string begins here and never ends
			select E'abc\\'         | 1:8  | a string begins here and never ends
			select "abc             | 1:8  | a quoted identifier begins here and never ends
			select $a$ abc $b$      | 1:8  | a dollar-quoted string begins here with $a$ and never ends
			select /* a /* b */     | 1:8  | a comment begins here with /* and never ends
			select 1; \\d t         | 1:11 | a backslash outside of quotes
			""")
	void whatNeverEndsIsReportedWhereItBegins(String sql, String place, String message) {
		assertThatExceptionOfType(ScriptSyntaxException.class).isThrownBy(() -> StatementSplitter.split(sql))
			.withMessageStartingWith(message)
			.satisfies((failure) -> assertThat(place(sql, failure.offset())).isEqualTo(place));
	}

	@Test
	void aNulCharacterIsRefused() {
		assertThatExceptionOfType(ScriptSyntaxException.class).isThrownBy(() -> StatementSplitter.split("select \0"))
			.withMessageContaining("NUL");
	}

	private static List<String> split(String sql) throws ScriptSyntaxException {
		return StatementSplitter.split(sql)
			.stream()
			.map((statement) -> place(sql, (int) statement.offset()) + " "
					+ statement.text().replace("\r\n", "⏎").replace("\n", "⏎"))
			.toList();
	}

	private static String place(String sql, int offset) {
		ScriptPosition position = new SourceText("f", sql).locate(offset);
		return position.line() + ":" + position.column();
	}

	private static String read(String file) throws IOException {
		return new ClassPathResource("splitter/" + file).getContentAsString(StandardCharsets.UTF_8);
	}

}
