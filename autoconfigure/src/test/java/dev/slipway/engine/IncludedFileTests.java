package dev.slipway.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for files whose text stands in migrations, on a database.
 */
class IncludedFileTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	IncludedFileTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-- slipway: no-transaction\n", "select 1; vacuum;\n", "begin;\n" })
	void theTextOfAFileRunsWhereItIsNamed(String head) {
		this.scripts
			.write("001_a.sql",
					head + "create table t (i int generated always as identity, s text);\n"
							+ "\\ir parts/first.sql\ninsert into t (s) values ('last');\n"
							+ (head.startsWith("begin") ? "commit;" : ""))
			.write("parts/first.sql",
					"insert into t (s) values ('first');\n\\i parts/deep/second.sql\n"
							+ "insert into t (s) values ('third')")
			.write("parts/deep/second.sql",
					"\uFEFFinsert into t (s) values ('second');\r\ncopy t (s) from stdin;\r\nrow\r\n");
		migrate();
		assertThat(this.database.query("select s from t order by i")).containsExactly("first", "second", "row", "third",
				"last");
		assertThat(this.database.query("select version, state from schema_migrations")).containsExactly("1|applied");
		migrate();
	}

	@ParameterizedTest
	@CsvSource({ "'', 3, 13", "-- slipway: no-transaction, 3, 13" })
	void errorInAFileShowsItsOwnLine(String head, int line, int column) {
		this.scripts.write("001_a.sql", head + "\nselect 1;\n\\ir parts/b.sql\nselect 2;\n")
			.write("parts/b.sql", "select 'b';\r\n\r\nselect 1 as frm t;\r\n");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate).satisfies((failure) -> {
			assertThat(failure.getPosition().file()).endsWith("parts/b.sql");
			assertThat(failure.getPosition().line()).isEqualTo(line);
			assertThat(failure.getPosition().excerpt()).contains("3 | select 1 as frm t;");
		});
	}

	@Test
	void errorBehindAValueHasItsPlaceInTheFile() {
		this.scripts.write("001_a.sql",
				"\\set a 'a long value; of a variable'\n\\set n 1\n" + "select :'a',\n :n, :'a' frm t;\n");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate)
			.satisfies((failure) -> assertThat(failure.getPosition().excerpt())
				.isEqualTo("  4 |  :n, :'a' frm t;\n    |               ^"));
	}

	@Test
	void errorInTheDataOfAFileHasItsLine() {
		this.scripts.write("001_a.sql", "create table t (i int);\n\\ir parts/b.sql\n")
			.write("parts/b.sql", "select 1;\n\ncopy t\nfrom stdin;\n1\nx\n");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate)
			.satisfies((failure) -> assertThat(failure.getPosition().toString()).endsWith("parts/b.sql:6:1"));
	}

	@Test
	void changedFileIsAChangedMigration() {
		this.scripts.write("001_a.sql", "\\ir parts/b.sql\n")
			.write("parts/b.sql", "\\ir c.sql\n")
			.write("parts/c.sql", "select 1;\n");
		migrate();
		this.scripts.write("parts/c.sql", "\uFEFFselect 1;\r\n");
		migrate();
		this.scripts.write("parts/c.sql", "select 2;\n");
		assertThatExceptionOfType(SlipwayException.class).isThrownBy(this::migrate).withMessageContaining("001_a.sql");
		this.scripts.write("parts/c.sql", "select 1;\n");
		migrate();
		this.scripts.delete("parts/c.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::migrate)
			.withMessageContaining("parts/b.sql:1:1: \\ir names c.sql");
	}

	@Test
	void repeatableRunsAgainWhenAFileInItHasChanged() {
		this.scripts.write("R__views.sql", "-- slipway: placeholders\n\\ir views/v.sql\n")
			.write("views/v.sql", "create or replace view v as select ${value} as i;\n");
		migrate();
		this.scripts.write("views/v.sql", "create or replace view v as select ${value} + 1 as i;\n");
		migrate();
		assertThat(this.database.query("select i from v")).containsExactly("8");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("2");
	}

	@Test
	void undoScriptIsStoredWithTheTextOfItsFiles() {
		this.scripts
			.write("001_a.sql",
					"\\set t things\ncreate table :t (i int);\n-- slipway: undo\n\\ir parts/undo.sql\n"
							+ "drop table :\"t\";\n")
			.write("parts/undo.sql", "\\set note 'it''s gone'\nselect :'note';\n")
			.write("002_b.sql", "select 1;")
			.write("002_b.down.sql", "\\ir parts/undo.sql\nselect 2;\n");
		migrate();
		assertThat(this.database.query("select undo_script from schema_migrations order by id"))
			.containsExactly("select 'it''s gone';\ndrop table \"things\";\n", "select 'it''s gone';\nselect 2;\n");
	}

	@Test
	void undoScriptWithPlaceholdersAndFilesIsRefused() {
		this.scripts.write("parts/undo.sql", "select ${value};\n")
			.write("001_a.sql", "-- slipway: placeholders\nselect 1;\n-- slipway: undo\n\\ir parts/undo.sql\n");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::migrate)
			.withMessageContaining("parts/undo.sql:1:1: where placeholders are replaced");
		this.scripts
			.write("001_a.sql",
					"-- slipway: placeholders\n\\set a 1\nselect 1;\n-- slipway: undo\nselect ${value}, :a;\n")
			.write("003_c.down.sql", "\\ir parts/undo.sql\n");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::migrate)
			.withMessageContaining("001_a.sql:5:1: where placeholders are replaced");
		this.scripts.write("001_a.sql", "select 1;")
			.write("001_a.down.sql", "-- slipway: placeholders\n\\ir parts/undo.sql\n");
		migrate();
		assertThat(this.database.query("select undo_script from schema_migrations")).containsExactly("null");
	}

	@Test
	void undoScriptWithFilesButNoPlaceholderInItIsStored() {
		this.scripts.write("parts/undo.sql", "select 'undo';\n")
			.write("001_a.sql", "-- slipway: placeholders\nselect ${value};\n-- slipway: undo\n\\ir parts/undo.sql\n");
		migrate();
		assertThat(this.database.query("select undo_script from schema_migrations"))
			.containsExactly("select 'undo';\n");
	}

	@Test
	void placeholdersAreReplacedInAFileAsInTheScript() {
		this.scripts.write("001_a.sql", "-- slipway: placeholders\n\\ir parts/b.sql\n")
			.write("002_b.sql", "\\ir parts/c.sql\n")
			.write("parts/b.sql", "create table t as select '${value}' as s;\n")
			.write("parts/c.sql", "insert into t values ('${value}');\n")
			.write("parts/d.sql", "select 1;\nselect ${nosuch};\n");
		migrateWithoutStrays("**/d.sql");
		assertThat(this.database.query("select s from t")).containsExactly("7", "${value}");
		this.scripts.write("003_c.sql", "-- slipway: placeholders\n\\ir parts/d.sql\n");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::migrate)
			.withMessageContaining("parts/d.sql:2:8: the placeholder nosuch has no value");
	}

	@Test
	void fileThatIsNoTextIsNamed() throws Exception {
		this.scripts.write("001_a.sql", "\\ir parts/b.sql\n").write("parts/b.sql", "");
		Files.write(this.scripts.folder().resolve("parts/b.sql"), "select 'é';".getBytes(StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::migrate)
			.withMessageContaining("001_a.sql:1:1: ")
			.withMessageContaining("parts/b.sql cannot be read: byte 8 (0xE9, line 1) is not UTF-8.");
	}

	@Test
	void resumedScriptGoesOnInTheFile() {
		this.scripts.write("001_a.sql", "-- slipway: no-transaction\ncreate table t (s text);\n\\ir parts/b.sql\n")
			.write("parts/b.sql", "insert into t values ('once');\nselect * from later;\n");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate)
			.withMessageContaining("parts/b.sql at line 2");
		this.database.execute("create table later()");
		migrate();
		assertThat(this.database.query("select s from t")).containsExactly("once");
	}

	@Test
	void fileLargerThanWhatIsKeptIsStreamed() {
		this.scripts
			.write("001_a.sql", "\\set n 5\ncreate table t (i int, s text);\n\\ir parts/b.sql\nselect * from nosuch;\n")
			.write("parts/b.sql",
					"insert into t values (:n, 'x; :n');\n".repeat(5_000) + "insert into t values (:n frm)");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate)
			.withMessageContaining("parts/b.sql at line 5001, column 26");
		this.scripts.write("parts/b.sql", "insert into t values (:n, 'x; :n');\n".repeat(5_000));
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate)
			.withMessageContaining("failed at line 4, column 15");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tern", "auto" })
	void templatesOfTernStandWhereTheyAreNamed(String layout) {
		this.scripts.write("001_a.sql", """
				create table t (i int generated always as identity, s text);
				{{ template "shared/rows.sql" . }}
				insert into t (s) values ('a {{template "shared/word.sql"}}');
				-- {{ template "shared/deep/lines.sql" . }}
				do $$ begin {{ template `shared/rows.sql` . }} end $$;
				---- create above / drop below ----
				{{ template "shared/undo.sql" . }}
				drop table t;
				""")
			.write("shared/rows.sql", "\uFEFFinsert into t (s)\r\nvalues ('{{ template \"shared/word.sql\" . }}');")
			.write("shared/word.sql", "word")
			.write("shared/deep/lines.sql", "no line of SQL\ninsert into t (s) values ('second line');")
			.write("shared/undo.sql", "select 'undone';");
		migrate(layout);
		assertThat(this.database.query("select s from t order by i")).containsExactly("word", "a word", "second line",
				"word");
		assertThat(this.database.query("select undo_script from schema_migrations"))
			.containsExactly("select 'undone';\ndrop table t;\n");
		migrate(layout);
		this.scripts.write("shared/word.sql", "another");
		assertThatExceptionOfType(SlipwayException.class).isThrownBy(() -> migrate(layout))
			.withMessageContaining("001_a.sql");
	}

	@Test
	void templateAloneTellsThatAFileIsOfTern() {
		this.scripts.write("001_a.sql", "{{ template \"shared/a.sql\" . }}\n")
			.write("shared/a.sql", "create table t as select '{ {' as s;");
		migrate();
		assertThat(this.database.query("select s from t")).containsExactly("{ {");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "select 1 frm t; | shared/a.sql:2:14",
			"select 1;\\n\\nselect * from nosuch; | shared/a.sql:4:15" })
	void errorInATemplateShowsItsOwnLine(String sql, String place) {
		this.scripts
			.write("001_a.sql",
					"select 1; {{ template \"shared/a.sql\" . }}\nselect 1;\n---- create above / drop below ----\n")
			.write("shared/a.sql", "select 'ü';\r\n" + sql.replace("\\n", "\n"));
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate)
			.satisfies((failure) -> assertThat(failure.getPosition().toString()).endsWith(place));
	}

	@Test
	void errorBehindATemplateIsInTheScript() {
		this.scripts.write("001_a.sql", "{{ template \"shared/a.sql\" . }} select ${value} frm t;")
			.write("shared/a.sql", "select ${value};\nselect 2;\n".repeat(10_000));
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> Migrator
				.of(this.database.dataSource(), options().withPlaceholderReplacement(true).withLayout(Layout.TERN))
				.migrate())
			.satisfies((failure) -> assertThat(failure.getPosition().toString()).endsWith("001_a.sql:1:53"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{{ .name }} | 001_a.sql:2:1: a template begins here with {{",
			"select '{{ .name }}'; | 001_a.sql:2:9: a template begins here with {{",
			"-- {{ install_snapshot \"v1\" }} | 001_a.sql:2:4: a template begins here",
			"{{- template \"shared/a.sql\" . -}} | 001_a.sql:2:1: a template begins here",
			"{{ template \"shared/a.sql\" .name }} | 001_a.sql:2:1: a template begins here",
			"{{ if true }} select 1; {{ end }} | 001_a.sql:2:1: a template begins here",
			"{{ template | 001_a.sql:2:1: a template begins here",
			"{{ template \"shared/nosuch.sql\" . }} | 001_a.sql:2:1: no sub-folder beside the script has the template shared/nosuch.sql",
			"{{ template \"002_b.sql\" . }} | 001_a.sql:2:1: no sub-folder beside the script has the template 002_b.sql",
			"{{ template \"shared/../002_b.sql\" . }} | 001_a.sql:2:1: no sub-folder",
			"{{ template \"../x/a.sql\" . }} | 001_a.sql:2:1: no sub-folder",
			"{{ template \"/etc/passwd\" . }} | 001_a.sql:2:1: no sub-folder",
			"{{ template \"shared/self.sql\" . }} | shared/self.sql:2:1: the template shared/self.sql has itself in it",
			"{{ template \"shared/variable.sql\" . }} | shared/variable.sql:1:8: a template begins here with {{",
			"{{ template \"shared/down.sql\" . }} | shared/down.sql:2:1: this line is a comment in a template" })
	void otherTemplatesAreRefusedWithTheirLine(String action, String message) {
		this.scripts.write("001_a.sql", "select 1;\n" + action + "\n---- create above / drop below ----\nselect 2;\n")
			.write("002_b.sql", "select 1;\n")
			.write("shared/a.sql", "select 1;\n")
			.write("shared/self.sql", "select 1;\n{{ template \"shared/self.sql\" . }}\n")
			.write("shared/variable.sql", "select {{ .x }};\n")
			.write("shared/down.sql", "select 1;\n---- create above / drop below ----\nselect 1;\n");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrate("tern"))
			.withMessageContaining(message);
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	private void migrate(String layout) {
		MigratorOptions options = layout.equals("tern") ? options().withLayout(Layout.TERN) : options();
		Migrator.of(this.database.dataSource(), options).migrate();
	}

	private void migrate() {
		migrator().migrate();
	}

	private void migrateWithoutStrays(String exclude) {
		Migrator.of(this.database.dataSource(), options().withExclude(exclude)).migrate();
	}

	private Migrator migrator() {
		return Migrator.of(this.database.dataSource(), options());
	}

	private MigratorOptions options() {
		return this.scripts.options().withPlaceholders(Map.of("value", "7")).withPlaceholderReplacement(false);
	}

}
