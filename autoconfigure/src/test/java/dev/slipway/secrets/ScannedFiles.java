package dev.slipway.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the tests leave what they have printed and thrown.
 */
final class ScannedFiles {

	/**
	 * What Slipway has logged, at every level: see logback-test.xml. The processes that
	 * tests start share one.
	 */
	static final String LOG = "log";

	/** What can be printed of its exceptions. */
	static final String EXCEPTIONS = "exceptions";

	/** The messages of its exceptions, without those of texts that tests make up. */
	static final String MESSAGES = "messages";

	/** What a line of a message begins with there, other than the first. */
	static final String NEXT_LINE = "| ";

	/** The results of tests, with what they have printed to the console. */
	static final Path REPORTS = Path.of("target", "surefire-reports");

	private static final Path FOLDER = Path.of("target", "secret-scan");

	private ScannedFiles() {
	}

	/**
	 * Return the file of this process, of those that run tests at a time.
	 * @param kind what it has
	 */
	static Path own(String kind) {
		return FOLDER.resolve(kind + System.getProperty("slipway.test.process", "") + ".txt");
	}

	/**
	 * Return the lines of the files of all processes.
	 * @param kind what they have
	 */
	static List<String> lines(String kind) throws IOException {
		List<String> lines = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, kind + "*.txt")) {
			for (Path file : files) {
				lines.addAll(linesOf(file));
			}
		}
		return lines;
	}

	/** Return the lines of a file. A line of two processes at once may be no UTF-8. */
	static List<String> linesOf(Path file) throws IOException {
		return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n"));
	}

}
