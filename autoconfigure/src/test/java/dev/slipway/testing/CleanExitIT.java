package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JVMs of the tests have ended by themselves. Runs after them, in {@code mvn verify}.
 */
class CleanExitIT {

	private static final Path REPORTS = Path.of("target", "surefire-reports");

	private static final Path LOGS = Path.of("target", "secret-scan");

	@Test
	void surefireDidNotHaveToKillTheTests() throws IOException {
		FileTime lastReport = files(REPORTS, "TEST-", ".xml").stream()
			.map(CleanExitIT::time)
			.max(Comparator.naturalOrder())
			.orElseThrow();
		// Those of earlier runs may be there, too.
		assertThat(files(REPORTS, "", ".dumpstream")).noneMatch((dump) -> time(dump).compareTo(lastReport) >= 0);
	}

	@Test
	void noThreadIsLeftThatKeepsTheJvmAlive() throws IOException {
		List<String> ends = new ArrayList<>();
		for (Path log : files(LOGS, "log", ".txt")) {
			new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()
				.filter((line) -> line.contains(SharedServers.THREADS_LEFT))
				.forEach(ends::add);
		}
		assertThat(ends).isNotEmpty().allMatch((line) -> line.endsWith(SharedServers.THREADS_LEFT + "[]"));
	}

	private static List<Path> files(Path folder, String begin, String end) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(begin))
				.filter((file) -> file.getFileName().toString().endsWith(end))
				.toList();
		}
	}

	private static FileTime time(Path file) {
		try {
			return Files.getLastModifiedTime(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
