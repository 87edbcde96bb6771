package dev.slipway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of its own with the class path of the tests, which has ended.
 *
 * @param exitCode its exit code
 * @param output what it has printed, errors too
 */
public record JavaProcess(int exitCode, String output) {

	/**
	 * Run a JVM to its end.
	 * @param log the file that takes what it prints
	 * @param options options of the JVM
	 * @param main the class to start
	 * @param arguments its arguments
	 */
	public static JavaProcess run(Path log, List<String> options, Class<?> main, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			int exitCode = process.waitFor();
			return new JavaProcess(exitCode, Files.readString(log));
		}
		finally {
			process.destroyForcibly();
		}
	}

}
