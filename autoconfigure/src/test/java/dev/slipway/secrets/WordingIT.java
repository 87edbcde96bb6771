package dev.slipway.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.slipway.secrets.Wording.Differences;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all tests together have logged and thrown is worded as {@code wording.txt} says,
 * so that a change of a sentence is seen, and decided once. Runs after them, in
 * {@code mvn verify}.
 */
class WordingIT {

	private static final int MOST_SHOWN = 30;

	/** The time, the level, the logger and the message: see logback-test.xml. */
	private static final Pattern LINE_OF_LOG = Pattern.compile("[\\d:.]{12} (\\w+) +(\\S+) - (.*)", Pattern.DOTALL);

	/** The tests' own. */
	private static final Pattern LOGGERS_OF_TESTS = Pattern.compile("dev\\.slipway\\.(testing|faults)\\..*");

	private static Wording wording;

	private static Differences differences;

	@BeforeAll
	static void compare() throws IOException {
		try (InputStream file = Objects.requireNonNull(WordingIT.class.getResourceAsStream("/wording.txt"))) {
			wording = Wording.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
		}
		Set<String> texts = logged();
		texts.addAll(thrown());
		differences = wording.compare(texts);
	}

	@Test
	void everySentenceThatWasLoggedOrThrownIsInTheFile() {
		assertThat(differences.unknown())
			.withFailMessage(() -> described("lines that were logged or thrown are in no"
					+ " line of wording.txt. If the new wording is wanted, change wording.txt in the same commit",
					differences.unknown()))
			.isEmpty();
	}

	@Test
	void everySentenceInTheFileWasLoggedOrThrown() {
		assertThat(differences.unmet()).withFailMessage(() -> described("lines of wording.txt were neither logged nor"
				+ " thrown. If their wording has changed, change them in the same commit; if their test is gone, or does"
				+ " not meet them in every run, put a ~ before them", differences.unmet()))
			.isEmpty();
	}

	@Test
	void noSentenceIsInTheFileTwice() {
		assertThat(wording.repeated()).isEmpty();
	}

	private static String described(String problem, List<String> lines) {
		return lines.stream()
			.limit(MOST_SHOWN)
			.collect(Collectors.joining("\n  ", lines.size() + " " + problem + ":\n\n  ",
					(lines.size() > MOST_SHOWN) ? "\n  …\n" : "\n"));
	}

	private static Set<String> logged() throws IOException {
		return ScannedFiles.lines(ScannedFiles.LOG)
			.stream()
			.map(LINE_OF_LOG::matcher)
			.filter(Matcher::matches)
			.filter((line) -> !LOGGERS_OF_TESTS.matcher(line.group(2)).matches())
			// Slipway says nothing at TRACE. Spring does, in the name of a condition.
			.filter((line) -> !line.group(1).equals("TRACE"))
			.map((line) -> line.group(1) + " " + line.group(3))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static Set<String> thrown() throws IOException {
		return ScannedFiles.lines(ScannedFiles.MESSAGES)
			.stream()
			.filter((line) -> !line.equals(ScannedFiles.NEXT_LINE))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
