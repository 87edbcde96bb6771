package dev.slipway.engine.files;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for files that run in the order of their names as text, behind those that they
 * depend on.
 */
class NameOrderTests {

	private final Path folder;

	private ReadingRules rules = ReadingRules.DEFAULT;

	NameOrderTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			1 10 9                   ; 1 10 9
			10>9 9                   ; 9 10
			1 2>5 3 4 5 6            ; 1 3 4 5 2 6
			2>3 3>5 4>5 5            ; 5 3 2 4
			3>5 4>3 45>5 5           ; 5 3 4 45
			2>5 3>2 5 6              ; 5 2 3 6
			1>7,5 2>1 5 6 7          ; 5 6 7 1 2
			5>9 1>5 2>9 9            ; 9 2 5 1
			""")
	void fileRunsBehindThoseThatItDependsOn(String files, String order) {
		this.rules = this.rules.withLayout(Layout.YOYO);
		writeYoyo(files);
		assertThat(String.join(" ", names())).isEqualTo(order);
		for (int i = 0; i + 1 < set().versioned().size(); i++) {
			List<Migration> migrations = set().versioned();
			assertThat(
					set().order().compare(migrations.get(i).requireVersion(), migrations.get(i + 1).requireVersion()))
				.isNegative();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			1>x 2        ; 1.n.sql depends on x.n, which is not there.
			1>2 2>1      ; 1.n.sql depends on a file that depends on it.
			1 2>2        ; 2.n.sql depends on a file that depends on it.
			1>3 2 3>2,1  ; 1.n.sql depends on a file that depends on it.
			""")
	void dependencyThatCannotBeMetIsRefused(String files, String problem) {
		writeYoyo(files);
		assertThat(problems()).singleElement().satisfies((found) -> assertThat(found).endsWith(problem));
		this.rules = this.rules.withLayout(Layout.YOYO);
		assertThat(problems()).singleElement().satisfies((found) -> assertThat(found).endsWith(problem));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			9.n.sql, 10.n.sql                         ; yoyo ; 10.n.sql before 9.n.sql
			Script9 - a.sql, Script10 - b.sql         ; dbup ; Script10 - b.sql before Script9 - a.sql
			Script1 - a.sql, Script02 - b.sql         ; dbup ; Script02 - b.sql before Script1 - a.sql
			""")
	void orderOfTextNeedsASettingWhereNumbersHaveAnother(String files, String layout, String order) {
		write(files);
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem)
				.endsWith("whose order as text is not that of their numbers. layout: " + layout
						+ " runs them as that tool does: " + order + "."));
		this.rules = this.rules.withLayout(Layout.valueOf(layout.toUpperCase()));
		assertThat(set().versioned()).extracting(Migration::fileName).containsExactly(order.split(" before "));
	}

	@Test
	void dependencyThatChangesTheOrderNeedsASetting() {
		writeYoyo("1>2 2");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).endsWith("2.n.sql before 1.n.sql."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			0001.a.sql, 0002.b.sql, 0010.c.sql                   ; 3  ; 11
			Script0001 - a.sql, Script0002 - b.sql               ; 1  ; 3
			""")
	void versionThatOnlyTheHistoryHasStandsWhereItsNumberDoes(String files, String before, String after) {
		write(files);
		VersionOrder order = set().order();
		Version last = set().versioned().get(set().versioned().size() - 1).requireVersion();
		assertThat(order.compare(Version.of(before), last)).isNegative();
		assertThat(order.compare(Version.of(after), last)).isPositive();
	}

	@Test
	void filesOfOneVersionRunTogether() {
		this.rules = this.rules.withLayout(Layout.YOYO);
		write("20240101_01_aaaaa-x.sql, 20240101_01_bbbbb-y.sql, 20240101_02_ccccc-z.sql");
		assertThat(set().versioned()).extracting(Migration::name).containsExactly("aaaaa-x", "bbbbb-y", "ccccc-z");
		new Scripts(this.folder).write("20240101_01_aaaaa-x.sql", "-- depends: 20240101_01_bbbbb-y\nselect 1;");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).contains("20240101_01_aaaaa-x.sql has the version of "
					+ "20240101_01_bbbbb-y.sql, and other files run between them."));
	}

	@Test
	void unclearTransactionIsRefused() {
		new Scripts(this.folder).write("1.a.sql", "-- transactional: no\nselect 1;");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem)
				.endsWith("1.a.sql says transactional: no, and only true and false mean something."));
	}

	@Test
	void linesOfYoyoSayNothingInOtherLayouts() {
		new Scripts(this.folder).write("1_a.sql", "-- depends: 2_b\n-- transactional: no\nselect 1;")
			.write("2_b.sql", "select 1;");
		assertThat(set().versioned()).extracting(Migration::name).containsExactly("a", "b");
		this.rules = this.rules.withLayout(Layout.DBUP);
		assertThat(set().versioned()).extracting(Migration::name).containsExactly("a", "b");
	}

	@Test
	void filesThatUndoAndThoseBehindARunAreNoMigrations() {
		write("0001.a.sql, 0001.a.rollback.sql, 0002.b.sql, post-apply.sql, post-apply_a.sql, post-apply-a.sql, yoyo.ini");
		assertThat(set().versioned()).extracting((migration) -> migration.fileName() + " " + (migration.undo() != null))
			.containsExactly("0001.a.sql true", "0002.b.sql false");
		assertThat(set().callbacks()).allMatch((callback) -> callback.event() == Callback.Event.AFTER_MIGRATE_APPLIED)
			.extracting(Callback::fileName)
			.containsExactly("post-apply-a.sql", "post-apply.sql", "post-apply_a.sql");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					1_a.sql, post-apply.sql                      ; post-apply.sql is no migration.
					V1__a.sql, post-apply.sql                    ; post-apply.sql is no migration.
					1_a.up.sql, 0002.b.sql                       ; 0002.b.sql is no migration.
					V1__a.sql, Script0002 - b.sql                ; Script0002 - b.sql is no migration.
					0001.a.sql, 2_b.sql                          ; 2_b.sql has a plain name among files of yoyo's, which that tool runs
					Script0001 - a.sql, 0002_b.sql               ; 0002_b.sql has a plain name among files of dbup's, which that tool runs
					0001.a.sql, b.sql                            ; b.sql is no migration.
					Script0001 - a.sql, views.sql                ; views.sql is no migration.
					0001.a.sql, b.py                             ; b.py is a migration of another tool's and no .sql file
					0001.a.sql, __init__.py                      ; __init__.py is a migration of another tool's and no .sql file
					0001.a.sql, post-apply.py                    ; post-apply.py is a migration of another tool's and no .sql file
					Script0001 - a.sql, Script0002 - b.cs        ; Script0002 - b.cs is a migration of another tool's and no .sql file
					""")
	void nameThatIsNotTheToolsOrAProgramIsRefused(String files, String problem) {
		write(files);
		assertThat(problems()).singleElement().satisfies((found) -> assertThat(found).contains(problem));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			1_a.sql, b.py, c.cs, d.csv
			V1__a.sql, b.py, c.cs, _sequence.ini
			0001.a.sql, c.cs, sub/b.py
			Script0001 - a.sql, b.py
			""")
	void programOfAToolThatIsNotThereDoesNotMatter(String files) {
		write(files);
		assertThat(set().versioned()).hasSize(1);
	}

	private void writeYoyo(String files) {
		for (String file : files.split(" ")) {
			String[] parts = file.split(">");
			String depends = (parts.length == 1) ? "" : "-- depends: "
					+ String.join(" ", Arrays.stream(parts[1].split(",")).map((id) -> id + ".n").toList());
			new Scripts(this.folder).write(parts[0] + ".n.sql", depends + "\nselect 1;");
		}
	}

	private void write(String files) {
		for (String file : files.split(", ")) {
			Path path = this.folder.resolve(file);
			new Scripts(path.getParent()).write(path.getFileName().toString(), "select 1;");
		}
	}

	private List<String> names() {
		return set().versioned().stream().map((migration) -> migration.fileName().replace(".n.sql", "")).toList();
	}

	private MigrationSet set() {
		return Searches.read(this.folder, this.rules);
	}

	private List<String> problems() {
		return Searches.messages(this.folder, this.rules);
	}

}
