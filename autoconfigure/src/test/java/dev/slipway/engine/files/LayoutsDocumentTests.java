package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.Layout;
import dev.slipway.testing.LayoutFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of layouts in {@code docs/files.md} names only what is in the folders that
 * migrate a database in {@code LayoutTests}.
 */
class LayoutsDocumentTests {

	/** The head of a table in {@code docs/layouts.md}. */
	private static final Pattern COMPARED = Pattern.compile("\\| `([a-z-]+)` \\| [^|]+ \\| Slipway \\|");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	static Stream<Row> rows() throws IOException {
		return Files.readAllLines(Path.of("..", "docs", "files.md"))
			.stream()
			.dropWhile((line) -> !line.startsWith("| layout | files |"))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map(Row::of);
	}

	@ParameterizedTest
	@MethodSource("rows")
	void filesOfTheTableAreInTheFolder(Row row) {
		assertThat(row.files()).isNotEmpty().allSatisfy((file) -> assertThat(row.folder().resolve(file)).exists());
	}

	@ParameterizedTest
	@MethodSource("rows")
	void linesOfTheTableAreInAFileOfTheFolder(Row row) throws IOException {
		String all = text(row.folder());
		assertThat(row.lines()).allSatisfy((line) -> assertThat(all).contains(line));
	}

	@Test
	void everyFolderHasARow() throws IOException {
		assertThat(rows().map(Row::name)).containsExactlyInAnyOrderElementsOf(
				LayoutFolder.all().map(LayoutFolder::name).filter((name) -> !name.equals("mixed")).toList());
	}

	@Test
	void everyLayoutHasARow() throws IOException {
		assertThat(rows().map(Row::name)).containsAll(Stream.of(Layout.values()).map(Layout::property).toList());
	}

	@Test
	void everyLayoutIsComparedWithItsTool() throws IOException {
		List<String> compared = Files.readAllLines(Path.of("..", "docs", "layouts.md"))
			.stream()
			.map(COMPARED::matcher)
			.filter(Matcher::matches)
			.map((head) -> head.group(1))
			.toList();
		assertThat(compared).containsExactlyInAnyOrderElementsOf(Stream.of(Layout.values())
			.filter((layout) -> layout != Layout.PLAIN && layout != Layout.FOLDERS)
			.map(Layout::property)
			.toList());
	}

	private static String text(Path folder) throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).filter((file) -> !isNote(file)).toList()) {
				text.append(Files.readString(file, StandardCharsets.UTF_8));
			}
		}
		return text.toString();
	}

	/** Of what is said about the files nothing counts. */
	private static boolean isNote(Path file) {
		String name = file.getFileName().toString();
		return name.equals("README.md") || name.startsWith("expect.");
	}

	/**
	 * A row of the table.
	 */
	record Row(String name, List<String> files, List<String> lines) {

		static Row of(String line) {
			String[] cells = line.split("(?<!\\\\)\\|");
			List<String> names = codes(cells[1]);
			return new Row(names.get(names.size() - 1), codes(cells[2]), codes(cells[3]));
		}

		private static List<String> codes(String cell) {
			return CODE.matcher(cell).results().map((MatchResult match) -> match.group(1)).toList();
		}

		Path folder() {
			return Path.of("src", "test", "resources", "layouts", this.name);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
