package dev.slipway;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Relative links in the documents lead to files of this repository, and their anchors to
 * headings. The README stays short.
 */
class DocumentLinksTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	/** Folders without documents of our own. */
	private static final Set<String> SKIPPED = Set.of(".git", "target", "node_modules");

	private static final int MOST_LINES_OF_README = 120;

	private static final int FIRST_CODE_OF_README = 15;

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	private static final Pattern CODE = Pattern.compile("`[^`]*`");

	private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");

	private static final Pattern ABSOLUTE = Pattern.compile("[a-z][a-z0-9+.-]*:.*", Pattern.CASE_INSENSITIVE);

	static Stream<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>();
		Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				return SKIPPED.contains(folder.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE
						: FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.getFileName().toString().endsWith(".md")) {
					documents.add(ROOT.relativize(file));
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return documents.stream().sorted();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void relativeLinksResolve(Path document) throws IOException {
		List<String> broken = new ArrayList<>();
		for (String link : links(document)) {
			if (!resolves(document, link)) {
				broken.add(link);
			}
		}
		assertThat(broken).as("broken links of %s", document).isEmpty();
	}

	@Test
	void readmeLinksToEveryDocument() throws IOException {
		List<Path> linked = links(Path.of("README.md")).stream().map((link) -> Path.of(link.split("#")[0])).toList();
		assertThat(linked).containsAll(documents().filter((document) -> document.startsWith("docs")).toList())
			.contains(Path.of("CONTRIBUTING.md"));
	}

	@Test
	void readmeIsShortAndBeginsWithCode() throws IOException {
		List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
		assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES_OF_README);
		assertThat(lines.subList(0, FIRST_CODE_OF_README)).anyMatch((line) -> line.startsWith("```"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			Behind a pooler; behind-a-pooler
			What `mode: wait` does; what-mode-wait-does
			A [link](elsewhere.md), too; a-link-too
			under_score - dash; under_score---dash
			""")
	void anchorIsMadeOfAHeading(String heading, String anchor) {
		assertThat(anchors(List.of("# " + heading))).containsExactly(anchor);
	}

	@Test
	void headingThatOccursAgainHasANumberAndCodeHasNone() {
		assertThat(anchors(List.of("## One", "```sh", "# no heading", "```", "## One")))
			.containsExactlyInAnyOrder("one", "one-1");
	}

	private static boolean resolves(Path document, String link) throws IOException {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? ROOT.resolve(document)
				: ROOT.resolve(document).resolveSibling(parts[0]).normalize();
		if (!target.startsWith(ROOT) || !Files.exists(target)) {
			return false;
		}
		return parts.length == 1
				|| (Files.isRegularFile(target) && anchors(Files.readAllLines(target)).contains(parts[1]));
	}

	private static List<String> links(Path document) throws IOException {
		return text(Files.readAllLines(ROOT.resolve(document))).stream()
			.map((line) -> CODE.matcher(line).replaceAll(""))
			.flatMap((line) -> LINK.matcher(line).results())
			.map((MatchResult match) -> match.group(1))
			.filter((link) -> !ABSOLUTE.matcher(link).matches())
			.toList();
	}

	/** As GitHub makes them. */
	private static Set<String> anchors(List<String> lines) {
		Map<String, Integer> anchors = new HashMap<>();
		for (String line : text(lines)) {
			HEADING.matcher(line).results().filter((heading) -> heading.start() == 0).forEach((heading) -> {
				String anchor = heading.group(1)
					.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
					.strip()
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^\\p{L}\\p{N} _-]", "")
					.replace(' ', '-');
				int before = anchors.merge(anchor, 1, Integer::sum) - 1;
				if (before > 0) {
					anchors.put(anchor + "-" + before, 1);
				}
			});
		}
		return anchors.keySet();
	}

	/** The lines that are not within a block of code. */
	private static List<String> text(List<String> lines) {
		List<String> text = new ArrayList<>();
		boolean code = false;
		for (String line : lines) {
			boolean fence = line.startsWith("```");
			code ^= fence;
			if (!code && !fence) {
				text.add(line);
			}
		}
		return text;
	}

}
