package dev.slipway.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.testing.JavaProcess;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts that are larger than the heap. The build runs small ones in a smaller heap;
 * {@code -Dslipway.test.large.mebibytes=1024 -Dslipway.test.large.heap=64m} is the full
 * size.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LargeScriptTests {

	private static final long MEBIBYTES = Long.getLong("slipway.test.large.mebibytes", 64);

	private static final String HEAP = System.getProperty("slipway.test.large.heap", "48m");

	private static final String TEXT = "0123456789 abcdefghijklmnopqrstuvwxyz; 'it''s' -- $$ /* ".repeat(4);

	/** Number, tab, text and line end. */
	private static final long ROWS = (MEBIBYTES << 20) / (10 + 1 + TEXT.length() + 1);

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	private final Scripts scripts;

	LargeScriptTests(@TempDir Path folder) throws IOException {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"))
			.write("001_create.sql", "create unlogged table large (id bigint, t text);")
			.write("003_after.sql", "create table after as select count(*) from large;");
	}

	@AfterEach
	void dropTheTable() {
		this.database.execute("drop table if exists large");
	}

	@Test
	void copiedDataLargerThanTheHeapIsApplied() throws Exception {
		try (Writer script = newScript()) {
			script.write("COPY public.large (id, t) FROM stdin;\n");
			for (long row = 0; row < ROWS; row++) {
				script.write("%010d\t".formatted(row));
				script.write(TEXT);
				script.write('\n');
			}
			script.write("\\.\n\ninsert into large values (-1, 'after the data');\n");
		}
		migrate();
		assertThat(this.database.query("select count(*), count(distinct id), min(id), max(id) from large"))
			.containsExactly((ROWS + 1) + "|" + (ROWS + 1) + "|-1|" + (ROWS - 1));
		assertThat(this.database.query("select count from after")).containsExactly(String.valueOf(ROWS + 1));
	}

	@Test
	void insertsLargerThanTheHeapAreApplied() throws Exception {
		try (Writer script = newScript()) {
			for (long row = 0; row < ROWS; row++) {
				boolean first = row % 50 == 0;
				script.write((first ? "INSERT INTO public.large VALUES\n(" : "(") + row + ", '");
				script.write(TEXT.replace("'", "''"));
				script.write((row % 50 == 49 || row == ROWS - 1) ? "');\n" : "'),\n");
			}
		}
		migrate();
		assertThat(this.database.query("select count(*), max(id) from large")).containsExactly(ROWS + "|" + (ROWS - 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\set n -1\n\\ir parts/rows.sql\n", "{{ template \"parts/rows.sql\" . }}\n" })
	void fileInAScriptLargerThanTheHeapIsApplied(String line) throws Exception {
		this.scripts.write("002_data.sql", line + "insert into large values (-1, 'behind the file');\n")
			.write("parts/rows.sql", "");
		try (Writer file = Files.newBufferedWriter(this.scripts.folder().resolve("parts/rows.sql"))) {
			for (long row = 0; row < ROWS / 2; row++) {
				file.write("insert into large values (" + row + ", '" + TEXT.replace("'", "''") + "');\n");
			}
			file.write("copy large from stdin;\n");
			for (long row = ROWS / 2; row < ROWS; row++) {
				file.write(row + "\t" + TEXT + "\n");
			}
			file.write("\\.\n");
		}
		migrate();
		assertThat(this.database.query("select count(*), min(id), max(id) from large"))
			.containsExactly((ROWS + 1) + "|-1|" + (ROWS - 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into large values (1, '%s');", "-- slipway: no-transaction\nselect 1, '%s';",
			"copy large from stdin;\n1\t%s\n\\.\n", "/* %s */ select 1;", "select 1;\n-- slipway: undo\nselect '%s';" })
	void whatDoesNotFitIntoMemoryIsRefusedBeforeAnythingRuns(String sql) throws Exception {
		try (Writer script = newScript()) {
			script.write("select 1;\n" + sql.formatted("x".repeat(9_000_000)));
		}
		assertThat(migrate(1)).containsPattern("002_data.sql:[2-4]:1: a .* of more than \\d+ characters begins here")
			.contains("Nothing was applied.");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void largeStatementThatFitsIsApplied() throws Exception {
		try (Writer script = newScript()) {
			script
				.write("insert into large values (1, '" + "x".repeat(3_000_000) + "');\ninsert into nosuch values (1)");
		}
		assertThat(migrate(1)).contains("002_data.sql failed at line 2, column 13");
		this.scripts.write("002_data.sql", "insert into large values (1, '" + "é".repeat(3_000_000) + "');");
		migrate();
		assertThat(this.database.query("select length(t) from large")).containsExactly("3000000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s", "-- slipway: no-transaction\n%s" })
	void ofMillionsOfWarningsTheFirstAreLogged(String sql) throws Exception {
		this.scripts.write("002_data.sql", sql.formatted("""
				do $$ begin for i in 1..300000 loop raise warning 'number % of a long loop', i; end loop; end $$;
				"""));
		assertThat(migrate(0)).contains("WARNING: number 100 of a long loop")
			.doesNotContain("WARNING: number 101 of")
			.contains("the server has remarked 299900 things more");
	}

	/** With variables, without, and with data. */
	@ParameterizedTest
	@ValueSource(strings = { "", "-- slipway: no-transaction\n-- slipway: placeholders\n" })
	void undoSectionLargerThanTheHeapIsStored(String head) throws Exception {
		try (Writer script = newScript()) {
			script.write(head + "insert into large values (1, 'x');\n-- slipway: undo\n");
			writeUndo(script, head.contains("placeholders"));
		}
		migrate();
		assertUndoIsStored();
	}

	@Test
	void undoFileLargerThanTheHeapIsStored() throws Exception {
		this.scripts.write("002_data.sql", "insert into large values (1, 'x');");
		try (Writer script = Files.newBufferedWriter(this.scripts.folder().resolve("002_data_down.sql"))) {
			writeUndo(script, false);
		}
		migrate();
		assertUndoIsStored();
	}

	private static void writeUndo(Writer script, boolean variables) throws IOException {
		for (long row = 0; row < ROWS / 2; row++) {
			script.write("insert into large values (" + row + ", '" + (variables && row % 1000 == 0 ? "${value}" : "")
					+ TEXT.replace("'", "''") + "');\n");
		}
		script.write("copy large from stdin;\n");
		for (long row = 0; row < ROWS / 2; row++) {
			script.write(row + "\t" + TEXT + "\n");
		}
		script.write("\\.\nselect 'the end';\n");
	}

	private void assertUndoIsStored() {
		assertThat(this.database.query("select length(undo_script) > " + (MEBIBYTES << 20) * 9 / 10
				+ ", right(undo_script, 18), count(*) over () from schema_migrations where version = '2'"))
			.containsExactly("t|select 'the end';\n|1");
		assertThat(this.database.query("select count(*) from schema_migrations where state = 'applied'"))
			.containsExactly("3");
	}

	private Writer newScript() throws IOException {
		return Files.newBufferedWriter(this.scripts.folder().resolve("002_data.sql"));
	}

	private void migrate() throws Exception {
		migrate(0);
	}

	/** Return what is printed and logged. */
	private String migrate(int exitCode) throws Exception {
		JavaProcess process = JavaProcess.run(this.folder.resolve("output"),
				List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"), SmallHeapMigration.class, this.database.url(),
				this.database.username(), this.database.password(), this.scripts.location());
		assertThat(process.exitCode()).as(() -> "the exit code of\n" + process.output()).isEqualTo(exitCode);
		return process.output();
	}

}
