package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Timestamps become the next numbers, in their order and with all that belongs to them.
 */
class RenumberedFilesTests {

	private static final String T1 = "20260101120000";

	private static final String T2 = "20260102120000";

	private final Path folder;

	private final Scripts scripts;

	RenumberedFilesTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder);
	}

	@Test
	void timestampsGetTheNextNumbersInTheirOrder() {
		this.scripts.write("001_one.sql", "select 1")
			.write("002_two.sql", "select 2")
			.write(T2 + "_four.sql", "select 4")
			.write(T1 + "_three.sql", "select 3");
		RenumberedFiles files = files();
		assertThat(files.renames()).containsExactly(entry(T1 + "_three.sql", "003_three.sql"),
				entry(T2 + "_four.sql", "004_four.sql"));
		assertThat(list()).hasSize(4).doesNotContain("003_three.sql");
		files.apply();
		assertThat(list()).containsExactly("001_one.sql", "002_two.sql", "003_three.sql", "004_four.sql");
		assertThat(files().renames()).isEmpty();
	}

	@Test
	void withoutNumbersTheyBeginWithTheFirst() {
		this.scripts.write(T1 + "_one.sql", "select 1").write(T2 + "_two.sql", "select 2");
		files().apply();
		assertThat(list()).containsExactly("000001_one.sql", "000002_two.sql");
	}

	@Test
	void whatUndoesAFileAndWhatIsSaidOfItGoAlong() {
		this.scripts.write("V7__seven.sql", "select 1")
			.write("V" + T1 + "__a.sql", "vacuum")
			.write("V" + T1 + "__a.sql.conf", "executeInTransaction=false")
			.write("U" + T1 + "__a.sql", "select 2")
			.write("R__view.sql", "select 3");
		files().apply();
		assertThat(list()).containsExactly("R__view.sql", "U8__a.sql", "V7__seven.sql", "V8__a.sql", "V8__a.sql.conf");
	}

	@Test
	void pairsStayTogether() {
		this.scripts.write("000009_a.up.sql", "select 1")
			.write("000009_a.down.sql", "select 2")
			.write(T1 + "_b.up.sql", "select 1")
			.write(T1 + "_b.down.sql", "select 2");
		files().apply();
		assertThat(list()).containsExactly("000009_a.down.sql", "000009_a.up.sql", "000010_b.down.sql",
				"000010_b.up.sql");
	}

	@Test
	void aFolderThatHasTheVersionIsRenamed() {
		this.scripts.write("00000000000000_setup/up.sql", "select 1")
			.write("2026-01-01-120000_a/up.sql", "select 1")
			.write("2026-01-01-120000_a/down.sql", "select 2")
			.write("2026-01-01-120000_a/metadata.toml", "run_in_transaction = false");
		files().apply();
		assertThat(list()).containsExactly("00000000000000_setup/up.sql", "00000000000001_a/down.sql",
				"00000000000001_a/metadata.toml", "00000000000001_a/up.sql");
	}

	@Test
	void aFileThatUndoesInAFolderOfItsOwnGoesAlong() {
		this.scripts.write(T1 + "_a.sql", "select 1").write("undo/" + T1 + "_a.sql", "select 2");
		files().apply();
		assertThat(list()).containsExactly("000001_a.sql", "undo/000001_a.sql");
	}

	@Test
	void twoBranchesWithOneNumberAreRefusedWithBothNames() {
		this.scripts.write("003_mine.sql", "select 1").write("003_theirs.sql", "select 2").write(T1 + "_c.sql", "");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::files)
			.withMessageContaining("Version 3 occurs twice")
			.withMessageContaining("003_mine.sql")
			.withMessageContaining("003_theirs.sql");
	}

	@Test
	void aFileThatAnotherOneIncludesIsRefused() {
		this.scripts.write(T1 + "_a.sql", "select 1").write(T2 + "_b.sql", "\\ir undo/" + T1 + "_a.sql\n");
		this.scripts.write("undo/" + T1 + "_a.sql", "select 2");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(this::files)
			.withMessageContaining("includes undo/" + T1 + "_a.sql, whose path would change");
	}

	@Test
	void aFileThatIsInTheWayIsRefused() throws IOException {
		this.scripts.write(T1 + "_a.sql", "select 1");
		Files.createDirectory(this.folder.resolve("000001_a.sql"));
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this::files);
		Files.delete(this.folder.resolve("000001_a.sql"));
		this.scripts.write("001_x.sql", "select 1").write("002_a.sql.conf", "");
		this.scripts.write(T1 + "_a.sql.conf", "executeInTransaction=true");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(this::files)
			.withMessageContaining("002_a.sql.conf exists already");
	}

	@Test
	void namesThatMeanSomethingElseAreRefused() {
		this.scripts.write("Script20260101120000 - one.sql", "select 1");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> new RenumberedFiles(source(ReadingRules.DEFAULT.withLayout(Layout.DBUP))))
			.withMessageContaining("cannot be given a number");
	}

	@Test
	void whatWouldBeReadOtherwiseIsPutBack() {
		this.scripts.write("9_a.sql", "-- migrate:up\nselect 1")
			.write("20260101120000_b.sql", "-- migrate:up\nselect 1");
		List<String> before = list();
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> files().apply());
		assertThat(list()).isEqualTo(before);
	}

	private Map.Entry<Path, Path> entry(String from, String to) {
		return Map.entry(this.folder.resolve(from), this.folder.resolve(to));
	}

	private RenumberedFiles files() {
		return new RenumberedFiles(source(ReadingRules.DEFAULT));
	}

	private SourceFiles source(ReadingRules rules) {
		return new SourceFiles("", List.of(this.scripts.location()), List.of(), null, new DefaultResourceLoader(),
				rules, List.of());
	}

	private List<String> list() {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> this.folder.relativize(file).toString())
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
