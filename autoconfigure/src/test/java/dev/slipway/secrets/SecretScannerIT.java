package dev.slipway.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.slipway.testing.Canary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever all tests together have logged at the finest level, printed and thrown has
 * none of their secrets in it. Runs after them, in {@code mvn verify}.
 */
class SecretScannerIT {

	private static final int FEWEST_LINES_OF_LOG = 1000;

	private static final int FEWEST_EXCEPTIONS = 200;

	private static final int FEWEST_REPORTS = 50;

	@Test
	void noSecretWasLogged() throws IOException {
		List<String> lines = ScannedFiles.lines(ScannedFiles.LOG);
		assertThat(lines.size()).as("lines of the log").isGreaterThan(FEWEST_LINES_OF_LOG);
		requireLine(lines, "a masked value", (line) -> line.contains(" dev.slipway.") && line.contains("${pw}"));
		assertThat(secrets(ScannedFiles.LOG, lines)).isEmpty();
	}

	@Test
	void noSecretWasThrown() throws IOException {
		List<String> lines = ScannedFiles.lines(ScannedFiles.EXCEPTIONS);
		assertThat(lines.stream().filter((line) -> line.startsWith("dev.slipway.")).count()).as("exceptions")
			.isGreaterThan(FEWEST_EXCEPTIONS);
		for (String kind : List.of("Database", "HistoryConflict", "InvalidMigrations", "MigrationFailed",
				"PendingMigrations")) {
			requireLine(lines, kind, (line) -> line.startsWith("dev.slipway." + kind + "Exception: "));
		}
		requireLine(lines, "a masked value", (line) -> line.contains("${pw}"));
		assertThat(secrets(ScannedFiles.EXCEPTIONS, lines)).isEmpty();
	}

	@Test
	void noSecretWasPrinted() throws IOException {
		List<Path> reports;
		try (Stream<Path> files = Files.walk(ScannedFiles.REPORTS)) {
			reports = files.filter(Files::isRegularFile).toList();
		}
		assertThat(reports).hasSizeGreaterThan(FEWEST_REPORTS)
			.anyMatch((report) -> report.toString().endsWith(".PlaceholderSecretsTests.xml"))
			.anyMatch((report) -> report.toString().endsWith(".PlaceholderSecretsTests-output.txt"));
		List<String> found = new ArrayList<>();
		for (Path report : reports) {
			found.addAll(secrets(report.toString(), ScannedFiles.linesOf(report)));
		}
		assertThat(found).isEmpty();
	}

	/** Without the lines in its message: they may be many, and have secrets. */
	private static void requireLine(List<String> lines, String what, Predicate<String> condition) {
		assertThat(lines.stream().anyMatch(condition)).as(what).isTrue();
	}

	private static List<String> secrets(String file, List<String> lines) {
		List<String> found = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			if (Canary.isIn(lines.get(i))) {
				found.add(file + ":" + (i + 1));
			}
		}
		return found;
	}

}
