package dev.slipway.engine.files;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.ScriptFile;
import dev.slipway.testing.Scripts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what becomes of the files of a folder: which of them belong together, in
 * which order they run, and which are refused.
 */
class MigrationReaderTests {

	private final Path folder;

	private ReadingRules rules = ReadingRules.DEFAULT;

	MigrationReaderTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void layoutsAreMixedInOneOrder() {
		this.rules = this.rules.withMixedLayouts(true);
		write("001_plain.sql", "2026-01-02-000000_diesel/up.sql", "2026-01-02-000000_diesel/down.sql",
				"20260101000000_prisma/migration.sql", "V2.1__flyway.sql", "deep/er/02_golang.up.sql",
				"02_golang.down.sql", "2026_01_03_000000_laravel.sql", "20260102000000123456_pop.up.sql");
		assertThat(set().versioned()).extracting(Migration::fileName)
			.containsExactly("001_plain.sql", "02_golang.up.sql", "V2.1__flyway.sql",
					"20260101000000_prisma/migration.sql", "2026-01-02-000000_diesel/up.sql",
					"20260102000000123456_pop.up.sql", "2026_01_03_000000_laravel.sql");
	}

	@Test
	void undoFilesBelongToTheMigrationOfTheirVersion() {
		this.rules = this.rules.withMixedLayouts(true);
		write("1_a.up.sql", "001_other_name.down.sql", "V2__b.sql", "U2__b.sql", "3_c/up.sql", "3_c/down.sql",
				"4_d/migration.sql", "4_d/down.sql", "5_e.sql", "6_f.up.sql", "6_f.postgres.down.sql", "6_f.down.sql",
				"6_f.mysql.down.sql");
		assertThat(set().versioned()).extracting(this::undo)
			.containsExactly("001_other_name.down.sql", "U2__b.sql", "3_c/down.sql", "4_d/down.sql", "",
					"6_f.postgres.down.sql");
	}

	@Test
	void anUndoFileWithoutItsMigrationIsLeftAloneAndSaid() {
		write("1_a.up.sql", "2_b.down.sql", "U3__c.sql", "B3__c.sql", "2024-01-01-000000_d/down.sql");
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly("1_a.up.sql");
		assertThat(set().warnings()).hasSize(3)
			.allMatch((warning) -> warning.endsWith(" undoes a migration that is not there, and is left alone"));
	}

	@Test
	void twoUndoFilesOfOneMigrationAreAnError() {
		write("1_a.up.sql", "1_a.down.sql", "sub/1_a.down.sql");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.DUPLICATE_FILE);
			assertThat(problem.description()).contains("1_a.up.sql is undone by several files", "1_a.down.sql");
		});
	}

	@Test
	void whatUndoesAnUnreadableMigrationIsNoOrphan() throws IOException {
		write("1_a.down.sql");
		Files.write(this.folder.resolve("1_a.up.sql"), new byte[] { (byte) 0xFF });
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.UNREADABLE);
	}

	@Test
	void filesForOtherDatabasesAreLeftOutAndThoseForPostgresqlComeFirst() {
		write("1_a.up.sql", "1_a.postgres.up.sql", "1_a.mysql.up.sql", "2_b.up.sql", "2_b.sqlite3.up.sql",
				"3_c.cockroach.up.sql", "4_d.pg.up.sql", "5_e.crdb.down.sql");
		assertThat(set().versioned()).extracting(Migration::fileName)
			.containsExactly("1_a.postgres.up.sql", "2_b.up.sql", "4_d.pg.up.sql");
	}

	@Test
	void aVersionThatOnlyOtherDatabasesHaveIsSaid() {
		write("1_a.up.sql", "1_a.mysql.up.sql", "2_b.mysql.up.sql", "2_b.mysql.down.sql", "2_b.sqlite.up.sql",
				"3_c.mysql.up.sql", "3_d.postgres.up.sql");
		assertThat(set().versioned()).extracting(Migration::version)
			.extracting(Version::canonical)
			.containsExactly("1", "3");
		assertThat(set().warnings()).hasSize(2)
			.allMatch((warning) -> warning.contains("/2_b.") && warning.endsWith(
					".up.sql is left alone: its name says that it is for another database, and its version has no other file"));
	}

	@Test
	void aFileForAnotherDatabaseIsNotEvenRead() throws IOException {
		write("1_a.up.sql");
		Files.write(this.folder.resolve("1_a.oracle.up.sql"), new byte[] { (byte) 0xFF });
		assertThat(set().versioned()).hasSize(1);
	}

	@Test
	void repeatablesAndBaselinesAreKindsOfTheirOwn() {
		write("V1__a.sql", "B1__all.sql", "B10__all.sql", "B9__all.sql", "R__b_1.sql", "R__b1.sql", "R__a.sql",
				"R__B.sql");
		MigrationSet set = set();
		assertThat(set.versioned()).extracting(Migration::fileName).containsExactly("V1__a.sql");
		assertThat(set.baselines()).extracting(Migration::fileName)
			.containsExactly("B1__all.sql", "B9__all.sql", "B10__all.sql");
		assertThat(set.repeatables()).extracting(Migration::fileName)
			.containsExactly("R__B.sql", "R__a.sql", "R__b_1.sql", "R__b1.sql");
		assertThat(set.repeatables()).allSatisfy((migration) -> {
			assertThat(migration.kind()).isEqualTo(Migration.Kind.REPEATABLE);
			assertThat(migration.version()).isNull();
		});
		assertThat(set.newest()).isEqualTo(Version.of("10"));
	}

	@Test
	void callbacksOfOneEventRunInTheOrderOfTheirDescriptions() {
		write("V1__a.sql", "afterMigrate__b.sql", "afterMigrate.sql", "x/afterMigrate__a_1.sql", "afterMigrate__a1.sql",
				"beforeMigrate.sql", "beforeEachMigrate.sql", "afterEachMigrate.sql", "afterMigrateApplied.sql",
				"beforeClean.sql", "afterInfo__x.sql", "beforeUndo.sql");
		assertThat(set().callbacks()).extracting((callback) -> callback.event() + " " + callback.fileName())
			.containsExactly("BEFORE_MIGRATE beforeMigrate.sql", "BEFORE_EACH_MIGRATE beforeEachMigrate.sql",
					"AFTER_EACH_MIGRATE afterEachMigrate.sql", "AFTER_MIGRATE_APPLIED afterMigrateApplied.sql",
					"AFTER_MIGRATE afterMigrate.sql", "AFTER_MIGRATE afterMigrate__a_1.sql",
					"AFTER_MIGRATE afterMigrate__a1.sql", "AFTER_MIGRATE afterMigrate__b.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "beforeEachMigrateStatement.sql", "afterVersioned__x.sql", "afterMigrateError.sql",
			"beforeValidate.sql", "createSchema.sql" })
	void anEventAtWhichFlywayWouldRunSomethingIsNotLeftOutSilently(String callback) {
		write("V1__a.sql", callback);
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.UNSUPPORTED);
			assertThat(problem.description()).contains(callback, "It runs afterEachMigrate, afterMigrate,");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					1_a.sql, 01_b.sql                     | Version 1 occurs twice: F/01_b.sql and F/1_a.sql. If their names
					V1__a.sql, V1.0__c.sql, V01__b.sql    | Version 1 occurs 3 times: F/V01__b.sql, F/V1.0__c.sql and F/V1__a.sql.
					1_a.up.sql, 1_b.up.sql                | duplicate-versions: by-name runs them all.
					2026-01-01-000000_a.sql, 20260101000000_b.sql | Version 20260101000000 occurs twice: F/2026-01-01-000000_a.sql
					""")
	void severalFilesOfOneVersionAreAnErrorThatNamesThemAll(String files, String message) {
		write(files.split(", "));
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.DUPLICATE_VERSION);
			assertThat(problem.description().replace(this.folder.toString(), "F")).contains(message);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "1_a.sql, x/1_a.sql", "01_a.sql, 1-a.sql", "V1__a.sql, V1.0__a.sql",
			"R__a_b.sql, R__a b.sql", "B1__a.sql, B1__b.sql", "afterMigrate.sql, x/afterMigrate.sql",
			"1_a.postgres.up.sql, 1_a.postgresql.up.sql" })
	void filesThatNothingTellsApartAreAnErrorThatNoOptionHelps(String files) {
		this.rules = this.rules.withDuplicatesByName(true);
		write(files.split(", "));
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.DUPLICATE_FILE);
			assertThat(problem.description()).contains(" occurs twice").doesNotContain("by-name");
		});
	}

	@Test
	void namesTellFilesOfOneVersionApartWhereTheOptionSaysSo() {
		this.rules = this.rules.withDuplicatesByName(true).withMixedLayouts(true);
		write("2_b.up.sql", "2_b.down.sql", "2_a.up.sql", "2_a.down.sql", "1_z.sql", "1_y.sql", "3_c.sql");
		assertThat(set().versioned()).extracting(Migration::fileName)
			.containsExactly("1_y.sql", "1_z.sql", "2_a.up.sql", "2_b.up.sql", "3_c.sql");
		assertThat(set().versioned()).extracting(this::undo)
			.containsExactly("", "", "2_a.down.sql", "2_b.down.sql", "");
		assertThat(set().versioned()).allMatch(Migration::byName);
	}

	@Test
	void anUndoFileOfOneVersionThatFitsNoneOfItsMigrationsIsAnOrphan() {
		this.rules = this.rules.withDuplicatesByName(true);
		write("2_b.up.sql", "2_a.up.sql", "2_c.down.sql");
		assertThat(set().warnings()).singleElement().asString().contains("2_c.down.sql undoes a migration that is not");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					1.sql, 2.sql, 4.sql          | 4.sql would never run in play, which counts from 1: 3 is missing.
					2.sql, 3.sql                 | 2.sql would never run in play, which counts from 1: 1 is missing.
					1.sql, 20240101120000.sql    | 20240101120000.sql would never run in play, which counts from 1: 20240101119999
					1.sql, 02.sql, 2.sql         | Version 2 occurs twice: F/02.sql and F/2.sql.
					""")
	void evolutionsThatPlayWouldNotRunAreRefused(String files, String message) {
		Scripts scripts = new Scripts(this.folder);
		for (String file : files.split(", ")) {
			scripts.write(file, "# --- !Ups\nselect 1;\n");
		}
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description().replace(this.folder.toString(), "F"))
				.contains(message));
	}

	@Test
	void aFileWithoutTheLinesOfPlayBesideEvolutionsIsRefused() {
		new Scripts(this.folder).write("1.sql", "-- a title\n-- !Ups\nselect 1;\n").write("2.sql", "select 1;\n");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains("/2.sql has no line -- !Ups"));
	}

	@Test
	void aNumberThatAnotherFileHasIsNoGap() {
		new Scripts(this.folder).write("1.sql", "# !Ups\nselect 1;\n").write("3.sql", "# !Ups\nselect 1;\n");
		write("0_before.sql", "2_b.sql", "4_d.sql", "other/7.sql");
		assertThat(set().versioned()).hasSize(6);
	}

	@Test
	void filesThatMyBatisDoesNotRunWithTheOthersAreLeftAlone() {
		write("bootstrap.sql", "onabort.sql", "2_b.sql");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.NO_MIGRATION, Kind.NO_MIGRATION);
		new Scripts(this.folder).write("1_a.sql", "select 1;\n-- //@UNDO\nselect 2;\n");
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly("1_a.sql", "2_b.sql");
	}

	@Test
	void decimalVersionsOfMyBatisAreRefused() {
		new Scripts(this.folder).write("1_a.sql", "select 1;\n-- //@UNDO\nselect 2;\n");
		write("1.25_b.sql", "1.5_c.sql");
		assertThat(problems()).hasSize(2)
			.allSatisfy((problem) -> assertThat(problem.description()).contains("takes for a decimal number"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			select 'a;b';                | mybatis ends a statement here
			select '${x}';               | MyBatis replaces variables
			select 1; select 2; -- done  | -
			// a title⏎select 1;         | -
			""")
	void aFileWithoutTheLineOfMyBatisIsReadAsThoseBesideIt(String text, String problem) {
		new Scripts(this.folder).write("1_a.sql", "select 1;\n-- //@UNDO\nselect 2;\n")
			.write("2_b.sql", text.replace("⏎", "\n"));
		MigrationSet set = set();
		assertThat(set.versioned().get(1).script().parse().map(FileProblem::description).orElse("-")).contains(problem);
	}

	@Test
	void aFileOfWhichRamblerRunsNothingIsRefusedBesideItsFiles() {
		new Scripts(this.folder).write("1_a.sql", "-- rambler up\nselect 1;\n").write("sub/3_c.sql", "select 1;\n");
		assertThat(set().versioned()).hasSize(2);
		new Scripts(this.folder).write("2_b.sql", "select 1;\n");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.contains("/2_b.sql has no line -- rambler up, and is beside files of rambler's"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					V1__a.sql, v2__b.sql                             | v2__b.sql is no migration. It would be one as V2__b.sql. | evolve
					V1__a.sql, r__b.sql                              | r__b.sql is no migration. It would be one as R__b.sql.   | evolve
					V1__a.sql, 002.do.b.sql                          | 002.do.b.sql is no migration. Its name is postgrator's   | postgrator
					1_a.up.sql, V0002.b.up.sql                       | V0002.b.up.sql is no migration.                          | authelia
					2024-01-01-000000_a/up.sql, 002.do.b.sql         | 002.do.b.sql is no migration.                            | postgrator
					""")
	void aNameThatOneToolAloneHasIsNoMigrationAmongThoseOfAnother(String files, String message, String layout) {
		write(files.split(", "));
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains(message, "layout: " + layout));
	}

	@Test
	void smallAndCapitalLettersAreEvolvesWhereASettingSaysSo() {
		write("V1__a.sql", "v2__b.sql", "R__c.sql", "r__d.sql");
		this.rules = this.rules.withLayout(Layout.EVOLVE);
		assertThat(set().versioned()).hasSize(2);
		assertThat(set().repeatables()).hasSize(2);
	}

	@Test
	void scriptsOfDbMigrateAreItsFilesWhereAProgramOnlyRunsThem() throws IOException {
		String name = "20240101080000-ferries";
		write("sqls/" + name + "-up.sql", "sqls/" + name + "-down.sql");
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly(name + "-up.sql");
		String loader = Files.readString(Path.of("src", "test", "resources", "layouts", "db-migrate", name + ".js"));
		new Scripts(this.folder).write(name + ".js", loader);
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly("sqls/" + name + "-up.sql");
		write("sqls/20240102080000-b-up.sql");
		assertThat(problems()).singleElement()
			.satisfies(
					(problem) -> assertThat(problem.description()).contains("b-up.sql has a plain name among files"));
		this.rules = this.rules.withLayout(Layout.DB_MIGRATE);
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains("b-up.sql has no program beside it"));
		this.rules = ReadingRules.DEFAULT;
		new Scripts(this.folder).write(name + ".js", loader.replace("db.runSql(data)", "db.runSql(data + more)"));
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.UNSUPPORTED);
		for (Layout layout : List.of(Layout.PLAIN, Layout.GOOSE)) {
			this.rules = ReadingRules.DEFAULT.withLayout(layout);
			new Scripts(this.folder).write(name + ".js", loader);
			assertThat(problems()).extracting(FileProblem::kind).contains(Kind.UNSUPPORTED);
		}
	}

	@Test
	void scriptsOfDbMigrateNeedNoProgramWhereASettingNamesTheirFolder() {
		write("sqls/20240101080000-a-up.sql", "sqls/20240101080000-a-down.sql");
		this.rules = this.rules.withLayout(Layout.DB_MIGRATE);
		assertThat(set().versioned()).extracting(Migration::name).containsExactly("a");
	}

	@Test
	void whatIsNotCommittedIsLeftAloneWhereGraphileMigrateIsTold() {
		write("migrations/current.sql", "migrations/fixtures/1_x.sql", "migrations/committed/000002-b.sql");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.NO_MIGRATION);
		new Scripts(this.folder).write("migrations/committed/000001.sql",
				"--! Previous: -\n--! Hash: sha1:00\n\nselect 1;\n");
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly("000001.sql", "000002-b.sql");
		write("migrations/3_beside.sql", "migrations/other/4_below.sql", "5_above.sql");
		assertThat(set().versioned()).hasSize(5);
		write("migrations/after.sql");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.NO_MIGRATION);
	}

	@Test
	void whatNodePgMigrateWouldRunInAnotherOrderIsRefused() {
		Scripts scripts = new Scripts(this.folder);
		for (String file : List.of("1704067200000_b.sql", "20231231235959000_a.sql")) {
			scripts.write(file, "-- Up Migration\nselect 1;\n");
		}
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains("1704067200000_b.sql would run after")
				.contains("20231231235959000_a.sql in node-pg-migrate"));
	}

	@Test
	void autheliaRunsAFileForAllDatabasesBesideOneForPostgresql() {
		write("V0001.a.all.up.sql", "V0001.a.mysql.up.sql", "V0001.a.all.down.sql", "V0002.b.up.sql",
				"V0003.c.mysql.up.sql");
		assertThat(set().versioned()).extracting(Migration::fileName)
			.containsExactly("V0001.a.all.up.sql", "V0002.b.up.sql");
		write("V0001.a.postgres.up.sql", "V0002.b.postgres.up.sql");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.DUPLICATE_FILE, Kind.DUPLICATE_FILE);
	}

	@Test
	void prismaTellsItsMigrationsApartByName() {
		write("1_a/migration.sql", "1_b/migration.sql", "1_b/down.sql", "migration_lock.toml");
		assertThat(set().versioned()).allMatch(Migration::byName)
			.extracting(this::undo)
			.containsExactly("", "1_b/down.sql");
	}

	@Test
	void sqlMigrateTellsItsMigrationsApartByName() {
		this.rules = this.rules.withLayout(Layout.SQL_MIGRATE);
		write("1_b.sql", "01_c.sql", "1_a.sql", "2.sql");
		assertThat(set().versioned()).allMatch(Migration::byName)
			.extracting(Migration::fileName)
			.containsExactly("01_c.sql", "1_a.sql", "1_b.sql", "2.sql");
	}

	@Test
	void filesOfSqlMigrateAreRecognisedByTheirTextWhenTheyShareAVersion() {
		Scripts scripts = new Scripts(this.folder).write("1_b.sql", "-- +migrate Up\nselect 1;\n")
			.write("1_a.sql", "-- +migrate Up notransaction\nselect 1;\n-- +migrate Down\n")
			.write("2_c.sql", "select 1");
		assertThat(set().versioned()).extracting((migration) -> migration.fileName() + " " + migration.byName())
			.containsExactly("1_a.sql true", "1_b.sql true", "2_c.sql false");
		scripts.write("1_c.sql", "select 1");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.DUPLICATE_VERSION);
	}

	@Test
	void aDateIsReadAsTheToolReadsItThatTheTextTells() {
		new Scripts(this.folder).write("20240115_120000_x.sql", "-- +goose Up\nselect 1;\n")
			.write("20240116_120000_y.sql", "select 1");
		assertThat(set().versioned()).extracting(Migration::version)
			.containsExactly(Version.of("20240115"), Version.of("20240116120000"));
	}

	@Test
	void placeholdersAreReplacedAndMissingOnesAreShownAtTheirPlace() {
		this.rules = ReadingRules.DEFAULT.withPlaceholderReplacement(true)
			.withPlaceholders(Map.of("schema", "a_long_name"));
		new Scripts(this.folder).write("1_a.sql", "select 1;\n\nselect '${schema}', '${nobody}';\n")
			.write("2_b.sql", "-- slipway: no-placeholders\nselect '${nobody}';\n")
			.write("3_c.sql", "-- +goose ENVSUB ON\n-- +goose Up\nselect '$';\n");
		MigrationSet set = set();
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> set.parse(set.versioned().stream().map(Migration::script).toList()))
			.satisfies((failure) -> assertThat(failure.getProblems()).extracting(FileProblem::description)
				.satisfiesExactly(
						(first) -> assertThat(first).contains("1_a.sql:3:22: the placeholder nobody has no value"),
						(second) -> assertThat(second).contains("3_c.sql:3:9: within ENVSUB")))
			.withMessageContaining("3 | select '${schema}', '${nobody}';")
			.withMessageNotContaining("a_long_name");
	}

	@ParameterizedTest
	@EnumSource(Layout.class)
	void aForcedLayoutRefusesTheNamesOfOthersAndSaysWhichItHas(Layout layout) {
		this.rules = this.rules.withLayout(layout);
		write("nothing.sql");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description()).contains(
					" migration. Accepted by the layout " + layout.property() + ": ",
					Layouts.shapes(layout).get(0).example()));
	}

	@ParameterizedTest
	@EnumSource(names = { "DIESEL", "PRISMA" })
	void whereFoldersAreMigrationsAFileBesideThemIsNone(Layout layout) {
		String file = (layout == Layout.DIESEL) ? "up.sql" : "migration.sql";
		write("20260101000000_a/" + file, "seed.sql", "tools/dump.sql");
		this.rules = ReadingRules.DEFAULT.withLayout(layout);
		assertThat(set().versioned()).extracting(Migration::name).containsExactly("a");
		write("20260102000000_b/up_again.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::set)
			.withMessageContaining("20260102000000_b/up_again.sql is no migration");
	}

	@ParameterizedTest
	@CsvSource({ "DIESEL, up.sql", "PRISMA, migration.sql" })
	void whatTheToolRunsIsNotBesideItsFoldersForWantOfANumber(Layout layout, String file) {
		write("20260101000000_a/" + file, "create_users/" + file, "x/y/" + file);
		this.rules = ReadingRules.DEFAULT.withLayout(layout);
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::set)
			.withMessageContaining("create_users/" + file + " is no migration")
			.withMessageContaining("x/y/" + file + " is no migration");
	}

	@Test
	void ternKeepsPartsOfItsTemplatesInSubFolders() {
		this.rules = this.rules.withLayout(Layout.TERN);
		write("1_a.sql", "shared/v1_001.sql", "shared/x/2_b.sql");
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly("1_a.sql");
	}

	@Test
	void whatIsNoSqlDoesNotMatterUnlessAToolRunsIt() {
		write("1_a.sql", "README.md", "atlas.sum", "._1_a.sql", ".2_b.sql", "schema.rb", "1_a.sql.orig");
		assertThat(set().versioned()).hasSize(1);
		write("2_b.up.fizz", "3_c.up.pgsql");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.UNSUPPORTED, Kind.UNSUPPORTED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			run_in_transaction = false                         | true
			`# x\\nrun_in_transaction=false # y\\n`            | true
			run_in_transaction = true                          | false
			`# run_in_transaction = false`                     | false
			`# nothing`                                        | false
			""")
	void metadataSaysWhetherTheScriptsOfItsFolderRunInATransaction(String metadata, boolean outside)
			throws IOException {
		write("1_a/up.sql", "1_a/down.sql", "2_b/up.sql");
		new Scripts(this.folder.resolve("1_a")).write("metadata.toml", metadata.replace("\\n", "\n"));
		assertThat(completed("1_a/up.sql").noTransaction()).isEqualTo(outside);
		assertThat(completed("1_a/down.sql").noTransaction()).isEqualTo(outside);
		assertThat(completed("2_b/up.sql").noTransaction()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			executeInTransaction=false                                           | true  | -
			executeInTransaction = TRUE                                          | false | -
			placeholderReplacement=true                                          | false | true
			`# x\\nplaceholderReplacement=False\\nexecuteInTransaction=false\\n` | true  | false
			`encoding=UTF-8\\nshouldExecute=true`                                | false | -
			""")
	void aFileBesideAScriptConfiguresIt(String configuration, boolean outside, @Nullable Boolean replacement)
			throws IOException {
		write("V1__a.sql", "V2__b.sql");
		new Scripts(this.folder).write("V1__a.sql.conf", configuration.replace("\\n", "\n"));
		for (boolean configured : new boolean[] { false, true }) {
			this.rules = this.rules.withPlaceholderReplacement(configured);
			assertThat(completed("V1__a.sql").noTransaction()).isEqualTo(outside);
			assertThat(completed("V1__a.sql").rules())
				.isEqualTo(this.rules.withPlaceholderReplacement((replacement != null) ? replacement : configured));
			assertThat(completed("V2__b.sql").noTransaction()).isFalse();
			assertThat(completed("V2__b.sql").rules()).isEqualTo(this.rules);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			executeInTransaction=no   | executeInTransaction=no: it must be true or false.
			encoding=ISO-8859-1       | encoding=iso-8859-1: a script must be UTF-8.
			shouldExecute=${x}        | shouldExecute=${x}: a script that must not run cannot stay in a location.
			outOfOrder=true           | outOfOrder=true: the keys are executeInTransaction, placeholderReplacement,
			""")
	void whatAFileBesideAScriptAsksForInVainIsRefused(String configuration, String message) {
		write("V1__a.sql");
		new Scripts(this.folder).write("V1__a.sql.conf", configuration);
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.UNSUPPORTED);
			assertThat(problem.description()).contains("V1__a.sql.conf says " + message);
		});
	}

	@Test
	void whatStandsBesideAScriptIsFoundInAJarToo() throws IOException {
		Path jar = this.folder.resolve("module.jar");
		Map<String, String> entries = Map.of("db/1_a/up.sql", "select 1", "db/1_a/metadata.toml",
				"run_in_transaction = maybe", "db/V2__b.sql", "select 1", "db/V2__b.sql.conf", "key=x");
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			for (String entry : List.of("db/", "db/1_a/")) {
				out.putNextEntry(new JarEntry(entry));
			}
			for (Map.Entry<String, String> entry : entries.entrySet()) {
				out.putNextEntry(new JarEntry(entry.getKey()));
				out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
			PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver(
					new DefaultResourceLoader(loader));
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> MigrationReader.read("", List.of("classpath:db"), List.of(), resources, this.rules))
				.withMessageContaining("db/V2__b.sql.conf says key=x");
		}
	}

	/** Said with all others, and not only where somebody would run it. */
	@Test
	void repeatableWhoseVariablesCannotBeReplacedIsAProblem() {
		new Scripts(this.folder).write("R__a.sql", "-- slipway: placeholders\nselect\n '${no_value}';")
			.write("R__b.sql", "-- slipway: placeholders\nselect '${nor_this}';")
			.write("V1__c.sql", "select 1;");
		assertThat(problems()).extracting(FileProblem::kind).containsExactly(Kind.SYNTAX, Kind.SYNTAX);
		assertThat(problems().get(0).description()).contains("R__a.sql:3:3: the placeholder no_value has no value");
		assertThat(problems().get(1).description()).contains("R__b.sql:2:9: the placeholder nor_this has no value");
	}

	private ScriptFile completed(String script) throws IOException {
		PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
		FileSearch search = new FileSearch(List.of(), resources, ClassPath.of(resources), null,
				(problem) -> assertThat(problem).isNull());
		search.find("file:" + this.folder);
		String url = search.scripts()
			.keySet()
			.stream()
			.filter((key) -> key.endsWith("/" + script))
			.findFirst()
			.orElseThrow();
		return new SidecarFiles(search.companions(), (problem) -> assertThat(problem).isNull()).complete(
				new ScriptFile(script, new FileSystemResource(this.folder.resolve(script)), null, false, this.rules),
				url);
	}

	private void write(String... files) {
		for (String file : files) {
			Path path = this.folder.resolve(file);
			new Scripts(path.getParent()).write(path.getFileName().toString(), "select 1;");
		}
	}

	private String undo(Migration migration) {
		return (migration.undo() != null) ? this.folder.relativize(Path.of(migration.undo().path())).toString() : "";
	}

	private MigrationSet set() {
		return Searches.read(this.folder, this.rules);
	}

	private List<FileProblem> problems() {
		return Searches.problems(this.folder, this.rules);
	}

}
