package dev.slipway.boot.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.Waits;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs commands as processes of their own.
 *
 * @param database the database of the application
 * @param folder where the output is kept, and where the processes run
 * @param path where the processes find programs
 */
record CommandProcess(TestDatabase database, Path folder, String path) {

	private static final String OUTPUT = Path.of("target", "classes").toString();

	/** Without the classes of this module where they lead to its sources. */
	private static final String CLASS_PATH = Arrays
		.stream(System.getProperty("java.class.path").split(File.pathSeparator))
		.map((entry) -> entry.endsWith(OUTPUT) ? copy(Path.of(entry)) : entry)
		.collect(Collectors.joining(File.pathSeparator));

	CommandProcess(TestDatabase database, Path folder) {
		this(database, folder, System.getenv("PATH"));
	}

	/**
	 * Run a command.
	 * @param arguments what stands on the command line behind the settings of the
	 * application
	 * @return the exit code
	 */
	int run(String... arguments) {
		return run((process) -> {
		}, arguments);
	}

	/**
	 * Run a command, and end it with SIGTERM.
	 * @param moment when to end it
	 * @return the exit code
	 */
	int terminate(Callable<Boolean> moment, String... arguments) {
		return run((process) -> {
			Waits.until(() -> !process.isAlive() || moment.call());
			process.destroy();
		}, arguments);
	}

	private int run(Consumer<Process> meanwhile, String... arguments) {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dimmortal=true", "-XX:TieredStopAtLevel=1", "-cp", CLASS_PATH, CommandApplication.class.getName(),
				"--own.datasource.jdbc-url=" + this.database.url(),
				"--own.datasource.username=" + this.database.username(),
				"--own.datasource.password=" + this.database.password(), "--logging.level.root=off"));
		if (Stream.of(arguments).noneMatch((argument) -> argument.startsWith("--logging.level.dev.slipway="))) {
			line.add("--logging.level.dev.slipway=off");
		}
		line.addAll(List.of(arguments));
		try {
			ProcessBuilder builder = new ProcessBuilder(line).directory(this.folder.toFile())
				.redirectOutput(file("output").toFile())
				.redirectError(file("errors").toFile());
			builder.environment().put("PATH", this.path);
			Process process = builder.start();
			try {
				meanwhile.accept(process);
				assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process has ended").isTrue();
				return process.exitValue();
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	String output() {
		return read("output");
	}

	String errors() {
		return read("errors");
	}

	private static String copy(Path classes) {
		try {
			Path copy = Files.createTempDirectory("slipway-classes");
			FileSystemUtils.copyRecursively(classes, copy);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(copy.toFile())));
			return copy.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String read(String name) {
		try {
			return Files.readString(file(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path file(String name) {
		return this.folder.resolve(name + ".txt");
	}

}
