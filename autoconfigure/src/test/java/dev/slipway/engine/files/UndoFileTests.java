package dev.slipway.engine.files;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for files that never run as migrations: those that undo one, whatever tool they
 * are for, and the programs of other tools.
 */
class UndoFileTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			001_create.sql, 001_create_down.sql                       | 001_create.sql
			001_create.sql, 001_create_rollback.sql                   | 001_create.sql
			001_create.sql, 001-create-down.sql                       | 001_create.sql
			001_create.sql, 001_create.rollback.sql                   | 001_create.sql
			001_create.sql, 001_create.undo.sql                       | 001_create.sql
			001_create.sql, 001_create_REVERT.sql                     | 001_create.sql
			001_create.sql, 001_down.sql                              | 001_create.sql
			0002_add_c_up.sql, 0002_add_c_down.sql                    | 0002_add_c_up.sql
			V1.0.1__create.sql, V1.0.1__create.undo.sql               | V1.0.1__create.sql
			V1__create.sql, V1__create_rollback.sql                   | V1__create.sql
			1_a.up.sql, down/1_a.sql                                  | 1_a.up.sql
			V1.0__a.sql, rollback/1.1__drop_a.sql                     | V1.0__a.sql
			V1.0__a.sql, rollback/V1.0__a.sql                         | V1.0__a.sql
			001_a.sql, undo/001_a.sql, sub/revert/x/002_b.sql         | 001_a.sql
			001_a.sql, Rollback/drop_all.sql                          | 001_a.sql
			1_a.up.sql, 2_b.down.sql                                  | 1_a.up.sql
			2024-01-01-000000_a/up.sql, 2024-01-01-000000_a/down.sql  | 2024-01-01-000000_a/up.sql
			""")
	void undoFileNeverRunsAsAMigration(String files, String migration) {
		write(files);
		for (boolean byName : new boolean[] { false, true }) {
			assertThat(versioned(ReadingRules.DEFAULT.withDuplicatesByName(byName))).containsExactly(migration);
		}
	}

	@Test
	void undoFileBelongsToTheMigrationOfItsVersion() {
		write("001_create.sql, 001_create_down.sql, 2_b.sql, rollback/2_b.sql, 3_c.sql");
		assertThat(set(ReadingRules.DEFAULT).versioned()).extracting((migration) -> migration.undo() != null)
			.containsExactly(true, true, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "003_add_rollback.sql", "V7__scale_down.sql" })
	void migrationWhoseNameEndsSoIsRefusedUnlessASettingSaysWhatItIs(String file) {
		write("001_a.up.sql");
		new Scripts(this.folder).write(file, "select 1;");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> set(ReadingRules.DEFAULT.withMixedLayouts(true)))
			.withMessageContaining(file + " seems to undo a migration, as its name ends, and version ")
			.withMessageContaining("set layout: ");
	}

	@Test
	void settingOfTheLayoutTakesALoneFileForAMigration() {
		write("001_a.sql, 003_add_rollback.sql");
		assertThat(versioned(ReadingRules.DEFAULT.withLayout(Layout.PLAIN))).containsExactly("001_a.sql",
				"003_add_rollback.sql");
	}

	@Test
	void fileWhoseTextIsAToolsIsWhatItsTextSays() {
		write("001_a.sql");
		new Scripts(this.folder).write("2_scale_down.sql", "-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;\n");
		assertThat(versioned(ReadingRules.DEFAULT)).containsExactly("001_a.sql", "2_scale_down.sql");
	}

	@Test
	void undoFileThatCannotBeReadAsSqlDoesNotStopAMigration() {
		new Scripts(this.folder).write("2024-01-01-000000_a/up.sql", "select 1;")
			.write("2024-01-01-000000_a/down.sql", "begin; select 'x");
		Migration migration = set(ReadingRules.DEFAULT).versioned().get(0);
		assertThat(migration.undoProblem())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).contains("down.sql:1:15"));
		assertThat(migration.script().parse()).isEmpty();
		assertThat(migration.undoScript()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2_b.up.go", "2_b.go", "00002_b.go", "V2__b.java", "V2__b.class", "V2__b.kt", "V2__b.sh",
			"V2__b.py", "R__b.sh", "afterMigrate.sh", "U2__b.rs", "V2__b.rs", "2_b.js", "2-b.ts", "2_b.mjs", "2_b.py",
			"2_b.rb", "2_b.exs", "2_b.up.ddl", "2_b.up.txt", "2_b.down.SQL", "2_b.up.fizz", "2_b/up.rs", "2_b/up.yaml",
			"2_b/migration.ts", "002.do.b.js" })
	void programBetweenTheFilesIsRefused(String program) {
		write("1_a.up.sql, 3_c.up.sql");
		new Scripts(this.folder).write(program, "");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> set(ReadingRules.DEFAULT))
			.withMessageContaining(program + " is a migration of another tool's and no .sql file")
			.withMessageContaining("exclude: ");
		String exclude = program.contains("/") ? program : "*" + program.substring(program.indexOf('.'));
		assertThat(versioned(ReadingRules.DEFAULT.withExclude(List.of(exclude)))).containsExactly("1_a.up.sql",
				"3_c.up.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2_b_test.go", "helper.go", "README.md", "V2__b$1.class", "db.js", "up.yaml", "schema.rb",
			"types.d.ts", "1_a.up.sql.orig", "1_a.sql~", "x/migration.ts", "atlas.sum", "Makefile" })
	void fileThatNoToolRunsDoesNotMatter(String file) {
		write("1_a.up.sql");
		new Scripts(this.folder).write(file, "");
		assertThat(versioned(ReadingRules.DEFAULT)).containsExactly("1_a.up.sql");
	}

	@Test
	void plainNameAmongThoseOfAnotherLayoutIsRefusedUnlessASettingAllowsIt() {
		write("V1__a.sql, 2_b.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> set(ReadingRules.DEFAULT))
			.withMessageContaining("2_b.sql has a plain name among files of flyway's, where that tool leaves it alone")
			.withMessageContaining("mixed-layouts: true")
			.withMessageContaining("exclude: 2_b.sql");
		assertThat(versioned(ReadingRules.DEFAULT.withMixedLayouts(true))).containsExactly("V1__a.sql", "2_b.sql");
		assertThat(versioned(ReadingRules.DEFAULT.withExclude(List.of("2_b.sql")))).containsExactly("V1__a.sql");
	}

	@Test
	void patternThatLeavesOutNothingIsSaid() {
		write("1_a.sql, old/2_b.sql");
		MigrationSet set = set(ReadingRules.DEFAULT.withExclude(List.of("old/*", "nosuch*.sql")));
		assertThat(set.versioned()).hasSize(1);
		assertThat(set.warnings()).containsExactly("no file is left out by exclude: nosuch*.sql");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			v1__init.sql     | V1__init.sql
			V2_init.sql      | V2__init.sql
			V3init.sql       | V3__init.sql
			R_views.sql      | R__views.sql
			2 add index.sql  | 2_add_index.sql
			3x.sql           | 3_x.sql
			4_x.SQL          | 4_x.sql
			Step5 - x.sql    | 5_x.sql
			""")
	void strayIsToldTheNearestName(String stray, String name) {
		write("V9__a.sql");
		new Scripts(this.folder).write(stray, "select 1;").write("another.sql", "select 1;");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> set(ReadingRules.DEFAULT))
			.withMessageContaining(stray + " is no migration. It would be one as " + name + ".")
			.satisfies((failure) -> assertThat(failure).message().containsOnlyOnce("Accepted: "));
	}

	@Test
	void layoutThatLeavesStraysAloneIsNamedWhereAllOtherFilesAreItsTools() {
		write("2024-01-01-000000_a/up.sql, seed.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> set(ReadingRules.DEFAULT))
			.withMessageContaining("With layout: diesel such files are left alone");
		assertThat(versioned(ReadingRules.DEFAULT.withLayout(Layout.DIESEL))).hasSize(1);
	}

	@Test
	void namesAreNotToldApartWhereFoldersArePartOfTheVersion() {
		write("v0.00/01-a.sql, v0.01/01-c.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> set(ReadingRules.DEFAULT))
			.withMessageContaining("Version 1 occurs twice")
			.withMessageContaining("use layout: folders")
			.withMessageNotContaining("by-name");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> set(ReadingRules.DEFAULT.withDuplicatesByName(true)))
			.withMessageContaining("use layout: folders");
		write("v0.00/02-b.sql");
		assertThat(versioned(ReadingRules.DEFAULT.withLayout(Layout.FOLDERS))).containsExactly("v0.00/01-a.sql",
				"v0.00/02-b.sql", "v0.01/01-c.sql");
	}

	private void write(String files) {
		Scripts scripts = new Scripts(this.folder);
		Arrays.stream(files.split(", ")).forEach((file) -> scripts.write(file, "select 1;"));
	}

	private List<String> versioned(ReadingRules rules) {
		return set(rules).versioned().stream().map(Migration::fileName).toList();
	}

	private MigrationSet set(ReadingRules rules) {
		return MigrationReader.read("", List.of("file:" + this.folder), List.of(),
				new PathMatchingResourcePatternResolver(), rules);
	}

}
