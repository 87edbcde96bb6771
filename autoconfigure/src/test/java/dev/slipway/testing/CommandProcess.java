package dev.slipway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command of an application, run as a process of its own.
 *
 * @param exitCode the code with which it ended
 * @param output what it printed
 * @param errors what it printed as errors
 */
public record CommandProcess(int exitCode, String output, String errors) {

	/**
	 * Run a command to its end.
	 * @param folder where its output is kept
	 * @param application the class with the main method
	 * @param variables what is added to the environment of the process
	 * @param arguments the arguments of the application
	 */
	public static CommandProcess run(Path folder, Class<?> application, Map<String, String> variables,
			List<String> arguments) throws IOException, InterruptedException {
		Path output = folder.resolve("output");
		Path errors = folder.resolve("errors");
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), application.getName()));
		line.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(line).redirectOutput(output.toFile())
			.redirectError(errors.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("SLIPWAY_"));
		builder.environment().putAll(variables);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("the process has ended").isTrue();
			return new CommandProcess(process.exitValue(), Files.readString(output), Files.readString(errors));
		}
		finally {
			process.destroyForcibly();
		}
	}

}
