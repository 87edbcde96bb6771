package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.Layout;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the undo script that is stored: it holds no value of a variable, and is the
 * same script when it is read.
 */
class StoredUndoTests {

	private static final ReadingRules THESE = rules(Map.of("pw", "HUNTER2", "name", "orders", "empty", "", "lines",
			"a\nb;\n-- c\nselect x", "two", "select 1; select", "end", "select 9;", "comment", "-- HUNTER3"));

	private static final ReadingRules OTHERS = rules(Map.of("pw", "it''s", "name", "a, b", "empty", "select 7;",
			"lines", "y", "two", "select", "end", "select 8; select 9", "comment", ""));

	@ParameterizedTest
	@ValueSource(strings = { "drop table ${name};", "drop table ${name}", "drop table t; select '${pw}'; drop table u",
			"${name}", "select '${pw}${pw}', ${name} -- ${pw}\n, 2; -- ${name}\nselect 3",
			"-- about ${pw}\nselect '${pw}';\n  -- ${name}\n/* ${name} */\nselect 2", "${two} 2; select '${pw}'",
			"select 1; ${end}\nselect '${pw}'", "${end}${end} select 2",
			"${empty} select 1; ${empty}\nselect '${pw}'; ${empty}", "select '${lines}', '${pw}';",
			"select '${lines}'; select 2; -- ${lines};", "${comment} \n select 1; ${comment}",
			"copy ${name} from stdin;\n-- ${pw}\tx\n${lines}';\n\\.\nselect '${pw}';",
			"copy ${name} from stdin; -- c\n1\t${pw}", "begin; select '${pw}'; commit",
			"-- slipway: no-transaction\nselect '${pw}'; vacuum", "select $$\n-- ${pw}\n-- slipway: undo\n$$; select 2",
			"\\restrict x\nselect '${pw}';\n\\unrestrict x\n", "select 1,\n-- within\n'${pw}';\r\nselect 2;\r\n",
			"set standard_conforming_strings = off; select 'a\\'${pw}';" })
	void storedScriptIsTheUndoSectionWithAnyValues(String undo) throws Exception {
		assertSame("-- slipway: placeholders\nselect 1;\n---- create above / drop below ----\n" + undo, Layout.TERN);
		assertSame("-- slipway: placeholders\n-- +goose Up\nselect '${pw}';\n-- +goose Down\n" + undo, Layout.GOOSE);
		assertSame("-- slipway: placeholders\ncreate table t();\n-- slipway: undo\n" + undo, null);
		assertSame("-- slipway: placeholders\n-- migrate:up\nselect '${pw}'\n-- migrate:down\n" + undo, null);
	}

	@Test
	void sectionsOfOneFileAreStoredTogether() throws Exception {
		assertSame("""
				-- slipway: placeholders
				-- +migrate Up
				select '${pw}';
				-- +migrate Down
				select '1 ${pw}'
				-- +migrate Up
				select 2;
				-- +migrate Down notransaction
				-- +migrate StatementBegin
				select 3; select '${name}'
				-- +migrate StatementEnd
				select 4;
				""", null);
	}

	@Test
	void commentThatAnotherToolTakesForAMarkerIsLeftOut() throws Exception {
		String stored = stored("-- slipway: placeholders\nselect 1;\n---- create above / drop below ----\n"
				+ "-- +goose Down\nselect 1,\n-- migrate:up is prose\n'${pw}'", Layout.TERN, THESE);
		assertThat(statements(script(stored, null, THESE))).containsExactly("select 1,\n\n'HUNTER2'");
	}

	@Test
	void statementsOfGooseKeepTheirEnds() throws Exception {
		assertSame("""
				-- slipway: placeholders
				-- +goose NO TRANSACTION
				-- +goose Up
				-- +goose StatementBegin
				select '${pw}';
				-- +goose StatementEnd
				-- +goose Down
				-- +goose StatementBegin
				select '1 ${pw}'
				-- +goose StatementEnd
				-- +goose StatementBegin
				select '${HOME}';
				-- +goose StatementEnd
				""".replace("HOME", "name"), null);
	}

	@Test
	void environmentOfGooseIsStoredAsVariables() throws Exception {
		String file = """
				-- +goose ENVSUB ON
				-- +goose Up
				select '$PATH';
				-- +goose Down
				select '$PATH', '${PATH:2:9}', '$$', '${SLIPWAY_NOT_SET:-or}';
				-- $PATH
				-- +goose ENVSUB OFF
				select '$PATH';
				-- +goose ENVSUB ON
				select '
				-- +goose ENVSUB OFF
				$PATH ', '$PATH';
				""";
		assertSame(file, null);
		assertThat(stored(file, null, ReadingRules.DEFAULT)).startsWith("""
				-- slipway: no-placeholders
				-- +goose Up
				-- +goose ENVSUB ON
				select '$PATH', '${PATH:2:9}', '$$',""").doesNotContain(System.getenv("PATH"));
		assertSame(file.replace("-- +goose Up", "-- slipway: placeholders\n-- +goose Up")
			.replace("OFF\nselect '$PATH'", "OFF\nselect '${pw} $PATH'"), null);
	}

	@Test
	void whatHasNoVariableIsStoredAsBefore() throws Exception {
		assertThat(
				stored("select 1;\n-- slipway: undo\n-- c\nselect '${pw}' ; \n select 2", null, ReadingRules.DEFAULT))
			.isEqualTo("select '${pw}';\nselect 2;\n");
		assertThat(
				stored("-- slipway: placeholders\nselect '${pw}';\n-- slipway: undo\n-- ${pw}\nselect 2", null, THESE))
			.isEqualTo("select 2;\n");
		assertThat(stored("-- +goose Up\n-- +goose Down\n-- +goose StatementBegin\nselect 2\n-- +goose StatementEnd\n",
				null, THESE))
			.isEqualTo("select 2;\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop table ${name};\n-- c\nselect '${pw}'", "begin;\nselect '${pw}';\ncommit;",
			"-- slipway: no-transaction\nselect '${pw}'; vacuum;", "copy ${name} from stdin;\n${pw}\n\\.\n" })
	void undoFileOfItsOwnIsStoredWithItsVariables(String undo) throws Exception {
		ReadingRules these = THESE.withPlaceholderReplacement(true);
		String stored = text(migration("select 1;", undo, these));
		assertThat(stored).doesNotContain("HUNTER").contains("-- slipway: placeholders\n");
		assertThat(statements(script(stored, null, OTHERS)))
			.isEqualTo(statements(script(undo, Layout.GOLANG_MIGRATE, OTHERS.withPlaceholderReplacement(true))));
		assertThat(script(stored, null, OTHERS).parsed().transactional())
			.isEqualTo(script(undo, Layout.FLYWAY, these).parsed().transactional());
	}

	@Test
	void undoSectionLargerThanWhatIsKeptIsStored() throws Exception {
		assertSame("-- slipway: placeholders\nselect 1;\n-- slipway: undo\n"
				+ "-- comment\nselect '${pw}', '${name}';\n".repeat(20_000), null);
	}

	@Test
	void valuesOfTheEnvironmentAreShownAsTheirNames() throws IOException {
		String path = System.getenv("PATH");
		Script script = script("-- +goose Up\n-- +goose ENVSUB ON\nselect '$PATH', '${PATH:1:8}', '$$', '${X_Y:-or}';",
				null, THESE);
		ServerError error = new ServerError("ERROR", "no " + path + ", HUNTER2", "22P02",
				"or $ " + path.substring(1, 9) + "!", path, "at " + path, 0);
		ServerError shown = script.withoutValues(error);
		assertThat(shown.message()).isEqualTo("no ${PATH}, ${pw}");
		assertThat(shown.detail()).isEqualTo("or $ ${PATH}!");
		assertThat(shown.hint()).isEqualTo("${PATH}");
		assertThat(shown.where()).isEqualTo("at ${PATH}");
		assertThat(script("-- +goose Up\nselect '$PATH'", null, THESE).withoutValues(error).hint()).isEqualTo(path);
	}

	private static void assertSame(String file, @Nullable Layout layout) throws Exception {
		String stored = stored(file, layout, THESE);
		assertThat(stored).doesNotContain("HUNTER");
		for (ReadingRules rules : List.of(THESE, OTHERS)) {
			assertThat(statements(script(stored, null, rules))).as(stored).isEqualTo(undo(file, layout, rules));
		}
	}

	private static String stored(String file, @Nullable Layout layout, ReadingRules rules) throws IOException {
		Script script = script(file, layout, rules);
		return text(new Migration(Migration.Kind.VERSIONED, Version.of("1"), "a", false, "1_a.sql", script, null));
	}

	private static String text(Migration migration) throws IOException {
		StoredUndo undo = migration.undoScript().orElseThrow();
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		undo.writeTo(text);
		assertThat(undo.bytes()).isEqualTo(text.size());
		String stored = text.toString(StandardCharsets.UTF_8);
		assertThat(undo.text().orElse(stored)).isEqualTo(stored);
		return stored;
	}

	private static Migration migration(String up, String undo, ReadingRules rules) throws IOException {
		return new Migration(Migration.Kind.VERSIONED, Version.of("1"), "a", false, "1_a.up.sql",
				script(up, Layout.GOLANG_MIGRATE, rules), script(undo, Layout.GOLANG_MIGRATE, rules));
	}

	private static Script script(String sql, @Nullable Layout layout, ReadingRules rules) throws IOException {
		Script script = Script.read(file(sql, layout, rules));
		assertThat(script.parse()).as(sql).isEqualTo(Optional.empty());
		return script;
	}

	private static ScriptFile file(String sql, @Nullable Layout layout, ReadingRules rules) {
		return new ScriptFile("f.sql", new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8)), layout, false,
				rules);
	}

	/** The statements that a script runs, with their data. */
	private static List<String> statements(Script script) throws IOException {
		List<String> all = new ArrayList<>();
		try (ScriptStatements statements = script.open()) {
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				add(next, statements, all);
			}
		}
		return all;
	}

	/** The statements of the undo section, with their data. */
	private static List<String> undo(String sql, @Nullable Layout layout, ReadingRules rules) throws Exception {
		List<String> all = new ArrayList<>();
		Sections sections = new Sections(layout, true, "f.sql");
		try (ScriptStatements statements = new ScriptStatements(
				SourceText.read(file(sql, layout, rules), new ReadBuffer()).open(), sections, false)) {
			for (SqlStatement next = statements.read(); next != null; next = statements.read()) {
				if (!sections.isUp()) {
					add(next, statements, all);
				}
			}
		}
		boolean inTransaction = all.size() > 1 && all.get(0).equals("begin");
		return inTransaction ? all.subList(1, all.size() - 1) : all;
	}

	private static void add(SqlStatement statement, ScriptStatements statements, List<String> all) throws IOException {
		all.add(statement.text());
		if (statement.kind() == Kind.COPY_STREAM) {
			ByteArrayOutputStream data = new ByteArrayOutputStream();
			statements.writeData(data);
			all.add(data.toString(StandardCharsets.UTF_8));
		}
	}

	private static ReadingRules rules(Map<String, String> values) {
		return ReadingRules.DEFAULT.withPlaceholders(values);
	}

}
