package dev.slipway.boot.command;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Shows a person how far a run is: one line of the terminal, which the next one takes. It
 * ends with a carriage return, so that what is logged takes its place.
 */
final class RunProgress implements MigrationListener {

	/** Terminals have at least as many columns, mostly one more. */
	private static final int LONGEST = 79;

	private final PrintStream out;

	/** By service, of which several may run beside one another. */
	private final Map<String, Progress> runs = new HashMap<>();

	private int shown;

	RunProgress(PrintStream out) {
		this.out = out;
	}

	/** Return the listener where a person sees it, and none elsewhere. */
	static List<MigrationListener> of(CommandLine line) {
		return (!line.isJson() && isTerminal()) ? List.of(new RunProgress(System.out)) : List.of();
	}

	/**
	 * Whether a person sees what is printed: newer Javas have a console in a pipe too.
	 */
	static boolean isTerminal() {
		Console console = System.console();
		if (console == null) {
			return false;
		}
		Method method = ClassUtils.getMethodIfAvailable(Console.class, "isTerminal");
		return method == null || Boolean.TRUE.equals(ReflectionUtils.invokeMethod(method, console));
	}

	@Override
	public synchronized void runStarted(String service, int pending) {
		this.runs.put(service, new Progress(pending, 0, ""));
	}

	@Override
	public synchronized void filesTried(String service, List<String> labels) {
		Progress run = run(service);
		String next = labels.get(0) + ((labels.size() > 1) ? " …" : "");
		this.runs.put(service, new Progress(run.pending(), run.applied(), next));
		show(new ServiceName(service) + ": " + run + ", now " + Listing.ofRow(labels));
	}

	/** The thread that watches the run says it too. */
	@Override
	public synchronized void waiting(String service, String forWhat) {
		Progress run = this.runs.get(service);
		// What comes before a run waits too, such as the drop of a reset.
		show(new ServiceName(service) + ((run != null) ? ": " + run + ", " + run.next() : "") + " waits: " + forWhat);
	}

	@Override
	public synchronized void migrationApplied(String service, MigrationReport.Applied migration) {
		Progress run = run(service);
		this.runs.put(service, new Progress(run.pending(), run.applied() + 1, run.next()));
	}

	@Override
	public synchronized void runCompleted(MigrationReport report) {
		show("");
	}

	@Override
	public synchronized void runFailed(String service, Throwable failure) {
		show("");
	}

	private Progress run(String service) {
		return this.runs.getOrDefault(service, new Progress(0, 0, ""));
	}

	private void show(String line) {
		String shortened = Printable.line(line);
		while (TextWidth.of(shortened) > LONGEST) {
			shortened = shortened.substring(0, shortened.offsetByCodePoints(shortened.length(), -1));
		}
		int width = TextWidth.of(shortened);
		this.out.print(shortened + " ".repeat(Math.max(0, this.shown - width)) + "\r");
		this.out.flush();
		this.shown = width;
	}

	/**
	 * How far the run of a service is.
	 *
	 * @param next the first of the files that are tried
	 */
	private record Progress(int pending, int applied, String next) {

		@Override
		public String toString() {
			return this.applied + " of " + this.pending + " applied";
		}

	}

}
