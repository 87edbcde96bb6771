package dev.slipway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.slipway.benchmarks.application.Protocol;

/**
 * A JVM that is measured, and with which this one talks through its standard input and
 * output.
 */
final class MeasuredJvm implements AutoCloseable {

	/** What it has printed last tells why it ended. */
	private static final int LINES_KEPT = 15;

	private final Process process;

	private final BufferedReader output;

	private final Deque<String> printed = new ArrayDeque<>();

	/** It ends with this JVM, also when this one is ended. */
	private final Thread end;

	private MeasuredJvm(Process process) {
		this.process = process;
		this.output = process.inputReader();
		this.end = new Thread(process::destroyForcibly, "end-of-measured-jvm");
		try {
			Runtime.getRuntime().addShutdownHook(this.end);
		}
		catch (IllegalStateException ex) {
			// This JVM is ending already.
			process.destroyForcibly();
			throw ex;
		}
	}

	static MeasuredJvm start(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// What this session has set is none of the measured JVM's.
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("SPRING_") || name.startsWith("SLIPWAY_") || name.startsWith("FLYWAY_")
					|| name.startsWith("JAVA_TOOL_") || name.equals("JDK_JAVA_OPTIONS"));
		return new MeasuredJvm(builder.start());
	}

	/**
	 * Wait until it says something.
	 * @param word what it is to say
	 * @return the values that it says
	 */
	Map<String, String> await(String word) throws IOException {
		String expected = Protocol.MARK + word + " ";
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(expected)) {
				return values(line.substring(expected.length()));
			}
			keep(line);
		}
		throw new IOException("the measured JVM ended before it said " + word + ": " + String.join("\n", this.printed));
	}

	private void keep(String line) {
		this.printed.add(line);
		if (this.printed.size() > LINES_KEPT) {
			this.printed.remove();
		}
	}

	/** Let it go on. */
	void go() throws IOException {
		this.process.outputWriter().write("\n");
		this.process.outputWriter().flush();
	}

	/** Let it end, and wait until it has. */
	void end() throws IOException, InterruptedException {
		go();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			keep(line);
		}
		if (this.process.waitFor() != 0) {
			throw new IOException(
					"the measured JVM ended with " + this.process.exitValue() + ": " + String.join("\n", this.printed));
		}
	}

	@Override
	public void close() throws IOException {
		Runtime.getRuntime().removeShutdownHook(this.end);
		this.process.destroyForcibly();
		this.output.close();
		try {
			this.process.waitFor(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Map<String, String> values(String text) {
		Map<String, String> values = new HashMap<>();
		for (String value : text.split(" ")) {
			int equals = value.indexOf('=');
			if (equals > 0) {
				values.put(value.substring(0, equals), value.substring(equals + 1));
			}
		}
		return values;
	}

	/** A number that it said. */
	static double number(Map<String, String> values, String name) {
		return Double.parseDouble(Objects.requireNonNull(values.get(name), name));
	}

}
