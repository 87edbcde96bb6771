package dev.slipway.boot.command;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.List;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.engine.text.Listing;
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

	private int pending;

	private int applied;

	private int shown;

	RunProgress(PrintStream out) {
		this.out = out;
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
	public void runStarted(String service, int pending) {
		this.pending = pending;
		this.applied = 0;
	}

	@Override
	public void filesTried(String service, List<String> labels) {
		show(new ServiceName(service) + ": " + this.applied + " of " + this.pending + " applied, now "
				+ Listing.ofRow(labels));
	}

	@Override
	public void migrationApplied(String service, MigrationReport.Applied migration) {
		this.applied++;
	}

	@Override
	public void runCompleted(MigrationReport report) {
		show("");
	}

	@Override
	public void runFailed(String service, Throwable failure) {
		show("");
	}

	private void show(String line) {
		String shortened = line;
		while (TextWidth.of(shortened) > LONGEST) {
			shortened = shortened.substring(0, shortened.offsetByCodePoints(shortened.length(), -1));
		}
		int width = TextWidth.of(shortened);
		this.out.print(shortened + " ".repeat(Math.max(0, this.shown - width)) + "\r");
		this.out.flush();
		this.shown = width;
	}

}
