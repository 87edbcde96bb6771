package dev.slipway.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the tests leave what they have printed and thrown: each JVM that runs some of
 * them in a folder of its own.
 */
final class ScannedFiles {

	/** What Slipway has logged, at every level: see logback-test.xml. */
	static final String LOG = "log.txt";

	/** What can be printed of its exceptions. */
	static final String EXCEPTIONS = "exceptions.txt";

	/** The messages of its exceptions, without those of texts that tests make up. */
	static final String MESSAGES = "messages.txt";

	/** What a line of a message begins with there, other than the first. */
	static final String NEXT_LINE = "| ";

	/** The results of tests, with what they have printed to the console. */
	static final Path REPORTS = Path.of("target", "surefire-reports");

	private static final Path FOLDER = Path.of("target", "secret-scan");

	private ScannedFiles() {
	}

	/** The file that this JVM writes. */
	static Path own(String file) {
		return FOLDER.resolve(System.getProperty("slipway.test.jvm", "0")).resolve(file);
	}

	/** The files of all JVMs. */
	static List<Path> all(String file) {
		try (Stream<Path> folders = Files.list(FOLDER)) {
			return folders.map((folder) -> folder.resolve(file)).filter(Files::isRegularFile).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
