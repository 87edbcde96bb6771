package dev.slipway.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that migrates, as the suite sees it. What it prints is kept, and no process
 * outlives the suite.
 */
final class Replica implements AutoCloseable {

	private static final Set<Process> alive = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> alive.forEach(Process::destroyForcibly)));
	}

	/** What makes a JVM that lives for a second or two start fast. */
	private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-Xshare:auto", "-Xmx128m");

	/** The exit code of a JVM that SIGTERM has ended. */
	private static final int TERMINATED = 143;

	private final StringBuilder output = new StringBuilder();

	private final Process process;

	private final Thread reader;

	private volatile boolean killed;

	private volatile boolean terminated;

	private Replica(Process process) {
		this.process = process;
		this.reader = new Thread(this::read, "replica-" + process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
		alive.add(process);
		process.onExit().thenAccept(alive::remove);
	}

	/**
	 * Start a {@link MigratingReplica}.
	 * @param settings {@code name=value} each
	 */
	static Replica migrating(String url, String username, String location, String... settings) {
		List<String> arguments = new ArrayList<>(List.of(url, username, location));
		arguments.addAll(Arrays.asList(settings));
		return start(MigratingReplica.class, arguments);
	}

	/**
	 * Start an application.
	 * @param main its main class
	 * @param arguments its arguments
	 */
	static Replica start(Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(FAST_START);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		try {
			return new Replica(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Wait until the process is about to migrate: until then it only starts a JVM. */
	void awaitBegin() {
		await(MigratingReplica.BEGINS);
	}

	/** Wait until the process prints something, or has ended. */
	void await(String text) {
		long deadline = System.nanoTime() + Trial.PATIENCE.toNanos();
		synchronized (this.output) {
			while (this.output.indexOf(text) < 0 && this.reader.isAlive()) {
				long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (left <= 0) {
					throw new IllegalStateException("a replica never printed '" + text + "'");
				}
				pause(left);
			}
		}
	}

	/** Wait until the process ends by itself. */
	void awaitExit() {
		if (!hasEndedWithin(Trial.PATIENCE)) {
			// The JVM prints what each thread does.
			signal("QUIT");
			hasEndedWithin(Duration.ofSeconds(2));
			throw new IllegalStateException("a replica did not end, see the end of its output");
		}
	}

	/** Wait, but not longer than this, until the process ends by itself. */
	boolean hasEndedWithin(Duration time) {
		try {
			if (!this.process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
				return false;
			}
			this.reader.join();
			return true;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/** {@code kill -9}. */
	void kill() {
		this.killed = this.killed || this.process.isAlive();
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
			this.reader.join();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/** SIGTERM, as Ctrl-C and container engines do. */
	void terminate() {
		this.terminated = true;
		// Not Process.destroy(), which closes the pipe that tells of a parent's end.
		signal("TERM");
	}

	/** Send a signal that the process may survive, such as {@code STOP}. */
	void signal(String name) {
		try {
			new ProcessBuilder("sh", "-c", "kill -" + name + " " + this.process.pid()).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean hasSucceeded() {
		return !isAlive() && this.process.exitValue() == 0;
	}

	/** Whether it refused to go on, and said why. */
	boolean hasFailedAsDocumented() {
		return !isAlive() && this.process.exitValue() == 1
				&& (output().contains(MigratingReplica.FAILED) || output().contains(WebReplica.FAILED));
	}

	/** Whether it ended as a JVM does that is told to. */
	boolean hasObeyed() {
		return !isAlive() && this.terminated && this.process.exitValue() == TERMINATED;
	}

	boolean hasEndedAsDocumented() {
		return this.killed || hasSucceeded() || hasFailedAsDocumented() || hasObeyed();
	}

	/** How it ended, for a person to read. */
	String ending() {
		if (isAlive()) {
			return "nothing yet: it still runs";
		}
		String output = output();
		return "exit code " + this.process.exitValue() + (this.killed ? " (killed)" : "") + ":\n"
				+ output.substring(Math.max(0, output.length() - 2000));
	}

	/** What it has printed so far. */
	String output() {
		synchronized (this.output) {
			return this.output.toString();
		}
	}

	/** The files that it says it has applied, by their names without the ending. */
	List<String> applied() {
		return output().lines()
			.filter((line) -> line.startsWith(MigratingReplica.APPLIED))
			.map((line) -> line.substring(MigratingReplica.APPLIED.length()))
			.toList();
	}

	@Override
	public void close() {
		kill();
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				print(line);
			}
		}
		catch (IOException ex) {
			print("(the output ended: " + ex.getMessage() + ")");
		}
		finally {
			synchronized (this.output) {
				this.output.notifyAll();
			}
		}
	}

	private void print(String line) {
		synchronized (this.output) {
			this.output.append(line).append('\n');
			this.output.notifyAll();
		}
	}

	/** The reader ends a moment after its last line. */
	private void pause(long milliseconds) {
		try {
			this.output.wait(Math.min(milliseconds, 100));
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static IllegalStateException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new IllegalStateException(cause);
	}

}
