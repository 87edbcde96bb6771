package dev.slipway.engine;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.testing.JavaProcess;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An undo script that is larger than the heap runs from the history.
 */
class LargeUndoTests {

	private static final long MEBIBYTES = Long.getLong("slipway.test.large.mebibytes", 64);

	private static final String HEAP = System.getProperty("slipway.test.large.heap", "48m");

	private static final String TEXT = "0123456789 abcdefghijklmnopqrstuvwxyz; -- $$ /* ".repeat(4);

	private static final long ROWS = (MEBIBYTES << 20) / TEXT.length();

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@Test
	void storedUndoLargerThanTheHeapRuns(@TempDir Path folder) throws Exception {
		Scripts scripts = new Scripts(folder.resolve("scripts")).write("001_create.sql",
				"create unlogged table large (id bigint, t text);");
		try (Writer script = Files.newBufferedWriter(scripts.folder().resolve("002_data.sql"))) {
			script.write("-- slipway: placeholders\ntruncate large;\n-- slipway: undo\n");
			for (long row = 0; row < ROWS / 4; row++) {
				script.write("insert into large values (" + row + ", '${value}" + TEXT + "');\n");
			}
			script.write("copy large from stdin;\n");
			for (long row = 0; row < ROWS * 3 / 4; row++) {
				script.write(row + "\t" + TEXT + "\n");
			}
			script.write("\\.\nselect 'the end';\n");
		}
		run(folder, scripts);
		scripts.delete("002_data.sql");
		run(folder, scripts, "1");
		assertThat(this.database.query("select count(*) from large")).containsExactly("" + (ROWS / 4 + ROWS * 3 / 4));
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
		this.database.execute("drop table large");
	}

	private void run(Path folder, Scripts scripts, String... undo) throws Exception {
		String[] arguments = { this.database.url(), this.database.username(), this.database.password(),
				scripts.location(), (undo.length > 0) ? undo[0] : "" };
		JavaProcess process = JavaProcess.run(folder.resolve("output"),
				List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"), SmallHeapMigration.class, arguments);
		assertThat(process.exitCode()).as(() -> "the exit code of\n" + process.output()).isZero();
	}

}
