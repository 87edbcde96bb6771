package dev.slipway.engine.files;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.testing.Jars;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for which files may stand in a script, and for those that may not.
 */
class IncludableFilesTests {

	private final Path folder;

	private final Scripts scripts;

	IncludableFilesTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
		this.scripts = new Scripts(this.folder.resolve("db"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ir ../functions/f.sql", "\\include_relative ../functions/f.sql", "\\i functions/f.sql",
			"\\include functions/f.sql", "\\ir '../functions/f.sql'", "\\ir ../functions/f.sql;",
			"\\ir ../functions/f.sql ignored", "\\i ../functions/f.sql", "\\i ./functions//../functions/f.sql",
			"\\set f ../functions/f\n\\ir :f.sql", "  \\ir\t..'/functions/f.sql'\r" })
	void fileIsFoundFromTheScriptOrFromTheRoot(String line) throws IOException {
		this.scripts.write("deploy/001_a.sql", "select 'a';\n" + line + "\nselect 'b';\n")
			.write("functions/f.sql", "select 'f'");
		assertThat(statements(this.scripts.location())).containsExactly("select 'a'", "select 'f'", "select 'b'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"\\ir nosuch.sql | \\ir names nosuch.sql, and the locations have no such .sql file, seen from the folder of this file.",
			"\\i nosuch.sql | seen from the root of the location or the folder of this file.",
			"\\ir ../../outside.sql | \\ir names ../../outside.sql, and the locations have no such .sql file",
			"\\ir ../notes.txt | the locations have no such .sql file", "\\i /etc/passwd | is no path below the folder",
			"\\ir ~/f.sql | is no path below the folder", "\\i C:/f.sql | is no path below the folder",
			"\\i - | is no path below the folder", "\\i | \\i names no file.", "\\i '' | the locations have no such",
			"\\ir ..\\functions\\f.sql | psql obeys what follows \\ir on this line",
			"\\ir '..\\\\functions\\\\f.sql' | is no path below the folder",
			"\\ir `ls` | a program stands in backquotes here", "\\i f.sql | which may be",
			"\\ir 001_a.sql | includes itself here", "\\ir ../loop.sql | loop.sql includes itself here",
			"\\ir ../functions/f.sql \\\\ select 1; | psql obeys what follows \\ir on this line",
			"select 1 \\ir ../functions/f.sql | a backslash within a statement",
			"\\ir ../marker.sql | marker.sql:2:1: this line says something of a whole script",
			"\\ir ../open.sql | open.sql:1:8: a string begins here and never ends",
			"\\ir ../tool.sql | tool.sql:1:1: this line says something of a whole script",
			"\\ir ../undo.sql | undo.sql:2:1: this comment seems to begin an undo script",
			"\\ir ../psql.sql | psql.sql:2:1: \\q is a command of psql" })
	void whatCannotStandInAScriptIsRefused(String line, String message) throws IOException {
		Files.writeString(this.folder.resolve("outside.sql"), "select 1;");
		this.scripts.write("deploy/001_a.sql", "select 1;\n" + line + "\n")
			.write("functions/f.sql", "select 1;")
			.write("f.sql", "select 2;")
			.write("deploy/f.sql", "select 3;")
			.write("notes.txt", "select 1;")
			.write("loop.sql", "\\ir functions/g.sql\n")
			.write("functions/g.sql", "\\ir ../loop.sql\n")
			.write("marker.sql", "select 1;\n-- slipway: undo\nselect 1;")
			.write("tool.sql", "-- +goose Up\nselect 1;")
			.write("undo.sql", "select 1;\n-- DOWN\nselect 1;")
			.write("open.sql", "select 'a")
			.write("psql.sql", "select 1;\n\\q\n");
		assertThat(messages("f.sql", "g.sql", "loop.sql", "marker.sql", "tool.sql", "undo.sql", "open.sql", "psql.sql"))
			.singleElement()
			.asString()
			.contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"\\echo Use \"CREATE EXTENSION x\" to load this file. \\quit | f.sql:2:51: psql obeys what follows \\echo",
			"\\echo a \\\\ delete from t; | f.sql:2:9: psql obeys what follows \\echo",
			"\\set ON_ERROR_STOP on \\\\ drop table t; | f.sql:2:23: psql obeys what follows \\set",
			"\\timing off\\i f.sql | f.sql:2:12: psql obeys what follows \\timing",
			"\\set a 1 \\set b 2 | f.sql:2:10: psql obeys what follows \\set" })
	void secondCommandOfALineIsNotLost(String line, String message) {
		this.scripts.write("001_f.sql", "select 1;\n" + line);
		assertThat(messages()).singleElement().asString().contains("001_" + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "\\set AUTOCOMMIT off | \\set AUTOCOMMIT changes how psql runs a script",
			"\\unset SINGLELINE | \\unset SINGLELINE changes how psql",
			"\\set a `date` | a program stands in backquotes", "\\set a-b 1 | has letters, digits and underscores only",
			"\\set ROW_COUNT 1 | psql itself sets ROW_COUNT after each statement", "\\set | names no variable",
			"\\set a 'b | a quote begins on this line and does not end on it", "\\set a '\\xe9' | a byte that is no",
			"\\set a '\\0' | a byte that is no character", "\\set a ':a'\\nselect :a | has the variable itself in it",
			"\\set a ':b'\\n\\set b ':a'\\nselect :a | the value of the variable a has the variable itself",
			"\\set a 1 -- one\\nselect :a, 2 | has two dashes" })
	void variableThatPsqlWouldNotSetAlikeIsRefused(String lines, String message) {
		this.scripts.write("001_f.sql", lines.replace("\\n", "\n"));
		assertThat(messages()).singleElement().asString().contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\\ir ${value}.sql | \\ir names ${value}.sql, and the locations have no such .sql file",
					"\\set a '${value}' | a placeholder within a line of psql's",
					"\\set a ${value} | a placeholder within a line of psql's" })
	void placeholderDoesNotGetIntoALineOfPsql(String line, String message) {
		this.scripts.write("001_a.sql", "-- slipway: placeholders\n" + line).write("f.sql", "select 1;");
		assertThat(messages(ReadingRules.DEFAULT.withPlaceholders(Map.of("value", "f")).withExclude(List.of("f.sql"))))
			.singleElement()
			.asString()
			.contains("001_a.sql:2:1: " + message);
	}

	@Test
	void fileThatCannotBeReadDoesNotMakeStraysOfTheOthers() {
		this.scripts.write("001_a.sql", "\\ir parts/a.sql\n\\ir parts/b.sql\n")
			.write("parts/a.sql", "select 'a")
			.write("parts/b.sql", "select 1;");
		assertThat(messages()).anySatisfy(
				(problem) -> assertThat(problem).contains("parts/a.sql:1:8: a string begins here and never ends"));
	}

	@Test
	void allMissingFilesAreNamedAtOnceAndNoOther() {
		this.scripts.write("001_a.sql", "\\ir x.sql\n\\ir parts/p.sql\n\\ir y.sql\n")
			.write("parts/p.sql", "\\ir z.sql\n")
			.write("002_b.sql", "\\ir w.sql\n");
		assertThat(messages()).hasSize(4)
			.satisfiesExactly((problem) -> assertThat(problem).contains("001_a.sql:1:1: \\ir names x.sql"),
					(problem) -> assertThat(problem).contains("parts/p.sql:1:1: \\ir names z.sql"),
					(problem) -> assertThat(problem).contains("001_a.sql:3:1: \\ir names y.sql"),
					(problem) -> assertThat(problem).contains("002_b.sql:1:1: \\ir names w.sql"));
	}

	@Test
	void migrationInAMigrationWouldRunTwice() {
		this.scripts.write("001_a.sql", "\\ir 002_b.sql\n").write("002_b.sql", "select 2;");
		assertThat(messages()).singleElement()
			.asString()
			.contains("002_b.sql is a migration by its name, and its text stands in ")
			.contains("exclude: 002_b.sql");
	}

	@Test
	void migrationInAFileOfAMigrationWouldRunTwice() {
		this.scripts.write("V1__a.sql", "\\ir parts/p.sql\n")
			.write("R__b.sql", "select 2;")
			.write("parts/p.sql", "\\ir ../R__b.sql");
		assertThat(messages()).singleElement().asString().contains("R__b.sql is a migration by its name");
	}

	@Test
	void migrationReachedThroughALinkWouldRunTwice() throws IOException {
		this.scripts.write("a/001_a.sql", "\\ir ../b/002_b.sql\n").write("a/002_b.sql", "select 2;");
		Files.createSymbolicLink(this.scripts.folder().resolve("b"), this.scripts.folder().resolve("a"));
		assertThat(messages()).singleElement().asString().contains("002_b.sql is a migration by its name");
	}

	@Test
	void whatUndoesAMigrationMayHaveAnotherMigrationInIt() throws IOException {
		this.scripts.write("001_f.sql", "select 1;")
			.write("002_f.sql", "select 2;\n-- slipway: undo\n\\ir 001_f.sql\n")
			.write("003_f.sql", "select 3;")
			.write("003_f.down.sql", "\\ir 001_f.sql\n");
		assertThat(statements(this.scripts.location())).containsExactly("select 1", "select 2", "select 3");
	}

	@Test
	void excludedMigrationMayStandInAnother() throws IOException {
		this.scripts.write("001_a.sql", "\\ir 002_b.sql\n").write("002_b.sql", "select 2;");
		assertThat(statements(read(ReadingRules.DEFAULT.withExclude(List.of("002_b.sql")))))
			.containsExactly("select 2");
	}

	@Test
	void fileInAFolderOfUndoFilesIsNotSaidToBeLeftAlone() {
		this.scripts.write("001_a.sql", "select 1;\n")
			.write("undo/001_a.sql", "\\ir helper.sql\n")
			.write("undo/helper.sql", "select 1;")
			.write("undo/other.sql", "select 1;");
		assertThat(read(ReadingRules.DEFAULT).warnings()).singleElement().asString().contains("undo/other.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ir parts/p.sql", "\\i parts/p.sql", "\\ir ../mig/parts/p.sql" })
	void fileInAJarIsFound(String line) throws IOException {
		Path jar = Searches.jar(this.folder.resolve("m [x] +%20.jar"), "mig/001_a.sql=" + line,
				"mig/parts/p.sql=select 'in a jar'", "other/parts/p.sql=select 'other'");
		try (URLClassLoader loader = Jars.loader(jar)) {
			assertThat(statements(Searches.read(List.of("classpath:mig"), loader)))
				.containsExactly("select 'in a jar'");
		}
	}

	@Test
	void fileIsFoundInTheRootThatHasTheScript() throws IOException {
		Path one = Searches.jar(this.folder.resolve("one.jar"), "mig/001_a.sql=\\ir p.sql", "mig/p.sql=select 'one'");
		Path two = Searches.jar(this.folder.resolve("two.jar"), "mig/002_a.sql=\\ir p.sql", "mig/p.sql=select 'two'");
		try (URLClassLoader loader = Jars.loader(one, two)) {
			assertThat(statements(Searches.read(List.of("classpath:mig"), loader))).containsExactly("select 'one'",
					"select 'two'");
		}
	}

	@Test
	void fileInAnotherLocationOfTheServiceIsFound() throws IOException {
		this.scripts.write("deploy/001_ü ä.sql", "\\ir '../functions/f ü+%41.sql'\n")
			.write("functions/f ü+%41.sql", "select 'f'")
			.write("functions/2_x.sql", "select 2;");
		String root = this.scripts.location();
		assertThat(statements(MigrationReader.read("", List.of(root + "/deploy", root + "/functions"), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT)))
			.containsExactly("select 'f'", "select 2");
	}

	@Test
	void fileOfAnotherServiceIsNotFound() {
		this.scripts.write("001_a.sql", "\\ir other/p.sql\n").write("other/p.sql", "select 1;");
		InvalidMigrationsException failure = catchThrowableOfType(InvalidMigrationsException.class,
				() -> MigrationReader.read("", List.of(this.scripts.location()),
						List.of(this.scripts.location() + "/other"), new PathMatchingResourcePatternResolver(),
						ReadingRules.DEFAULT));
		assertThat(failure).hasMessageContaining("\\ir names other/p.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-- +goose Up\n-- +goose ENVSUB ON\n", "-- !Ups\n" })
	void toolsThatReplaceTextKnowNoLinesOfPsql(String head) {
		this.scripts.write("1.sql", head + "select 1;\n\\ir parts/p.sql\n").write("parts/p.sql", "select 1;");
		assertThat(messages("p.sql")).singleElement()
			.asString()
			.contains("\\ir is a command of psql, not SQL")
			.contains("put the text of that file here");
	}

	@Test
	void largeFileThatChangesOrGoesAwayIsNamed() throws IOException {
		this.scripts.write("001_a.sql", "\\ir parts/p.sql\n").write("parts/p.sql", "select 1;\n".repeat(10_000));
		Script script = read(ReadingRules.DEFAULT).versioned().get(0).script();
		this.scripts.write("parts/p.sql", "select 2;\n".repeat(10_000));
		assertThat(script.parse().orElseThrow().description()).contains("001_a.sql cannot be read: ")
			.endsWith("parts/p.sql: the file has changed since it was read first.");
		this.scripts.delete("parts/p.sql");
		assertThat(script.parse().orElseThrow().description()).endsWith("parts/p.sql: it was there and is gone.");
	}

	private List<String> messages(String... exclude) {
		return messages(ReadingRules.DEFAULT.withExclude(List.of(exclude)));
	}

	private List<String> messages(ReadingRules rules) {
		try {
			MigrationSet set = read(rules);
			set.parse(set.versioned().stream().map(Migration::script).toList());
			return List.of();
		}
		catch (InvalidMigrationsException ex) {
			return ex.getProblems().stream().map(FileProblem::description).toList();
		}
	}

	private MigrationSet read(ReadingRules rules) {
		return MigrationReader.read("", List.of(this.scripts.location()), List.of(),
				new PathMatchingResourcePatternResolver(new DefaultResourceLoader()), rules);
	}

	private List<String> statements(String location) throws IOException {
		return statements(MigrationReader.read("", List.of(location), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT));
	}

	private static List<String> statements(MigrationSet set) throws IOException {
		List<Script> scripts = set.versioned().stream().map(Migration::script).toList();
		set.parse(scripts);
		List<String> all = new ArrayList<>();
		for (Script script : scripts) {
			try (ScriptStatements statements = script.open()) {
				for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
					all.add(next.text());
				}
			}
		}
		return all;
	}

}
