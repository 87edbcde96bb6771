package dev.slipway.engine.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.slipway.engine.script.ScriptTexts;
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
			select 1; \\d t         | 1:11 | \\d is a command of psql
			select 1 \\gset        | 1:10 | a backslash within a statement
			copy t from stdin; /* 1    | 1:20 | SQL behind COPY
			select 1; {{ .x }}      | 1:11 | a template begins here with {{
			copy t from stdin; 1;    | 1:20 | SQL behind COPY
			prepare transaction 'a' | 1:1  | PREPARE TRANSACTION
			""")
	void whatNeverEndsIsReportedWhereItBegins(String sql, String place, String message) {
		assertThatExceptionOfType(SqlSyntaxException.class).isThrownBy(() -> ScriptTexts.split(sql))
			.withMessageStartingWith(message)
			.satisfies((failure) -> assertThat(ScriptTexts.place(sql, failure.offset())).isEqualTo(place));
	}

	private static List<String> split(String sql) throws SqlSyntaxException {
		return ScriptTexts.split(sql)
			.stream()
			.map((statement) -> ScriptTexts.place(sql, statement.offset()) + " "
					+ statement.text().replace("\r\n", "⏎").replace("\n", "⏎"))
			.toList();
	}

	private static String read(String file) throws IOException {
		return new ClassPathResource("splitter/" + file).getContentAsString(StandardCharsets.UTF_8);
	}

}
