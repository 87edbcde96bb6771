package dev.slipway.secrets;

import java.nio.file.Path;

/**
 * Where the tests leave what they have printed and thrown.
 */
final class ScannedFiles {

	/** What Slipway has logged, at every level: see logback-test.xml. */
	static final Path LOG = Path.of("target", "secret-scan", "log.txt");

	/** What can be printed of its exceptions. */
	static final Path EXCEPTIONS = Path.of("target", "secret-scan", "exceptions.txt");

	/** The messages of its exceptions, without those of texts that tests make up. */
	static final Path MESSAGES = Path.of("target", "secret-scan", "messages.txt");

	/** What a line of a message begins with there, other than the first. */
	static final String NEXT_LINE = "| ";

	/** The results of tests, with what they have printed to the console. */
	static final Path REPORTS = Path.of("target", "surefire-reports");

	private ScannedFiles() {
	}

}
