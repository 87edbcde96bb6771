package dev.slipway.boot.command;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

import dev.slipway.MigrationReport;
import dev.slipway.SlipwayException;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.ServiceName;

import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;

/**
 * What a person reads who has run a command, whatever the application logs.
 *
 * @param out where it is printed
 */
record Printout(PrintStream out) {

	/** Of a trace, for each cause. */
	private static final int FRAMES = 8;

	void print(Command command, List<MigrationReport> reports) {
		for (MigrationReport report : reports) {
			print(new ServiceName(report.service()) + ": " + outcome(command, report)
					+ ((report.version() != null) ? " at version " + report.version() : "") + ahead(report));
			report.applied()
				.forEach((applied) -> print("  " + applied.label() + " (" + applied.duration().toMillis() + " ms)"));
		}
		this.out.flush();
	}

	private void print(String line) {
		this.out.println(Printable.line(line));
	}

	/** Whether what Spring Boot says of a failure is logged. */
	static boolean isLogged() {
		return LineLog.of(LoggingFailureAnalysisReporter.class).isErrorEnabled();
	}

	static void say(Throwable failure) {
		System.err.println(text(failure));
	}

	/** Print a failure of which nobody knows more than where it has happened. */
	static void sayUnexplained(String what, Throwable failure) {
		StringBuilder text = new StringBuilder(Printable.line(what));
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			text.append("\nby ").append(Printable.block(Redaction.mask(String.valueOf(cause))));
			Arrays.stream(cause.getStackTrace())
				.limit(FRAMES)
				.forEach((frame) -> text.append("\n    at ").append(Printable.line(String.valueOf(frame))));
		}
		System.err.println(text);
	}

	/** The lines of an exception of Slipway's are its own. */
	private static String text(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return (failure instanceof SlipwayException) ? message : Printable.block(Redaction.mask(message));
	}

	private static String outcome(Command command, MigrationReport report) {
		if (command == Command.VALIDATE) {
			return "up to date";
		}
		return report.applied().isEmpty() ? "nothing to apply, up to date"
				: report.applied().size() + " applied, up to date";
	}

	private static String ahead(MigrationReport report) {
		return report.ahead().isEmpty() ? ""
				: ", ahead of this release, which has no files of " + Listing.of(report.ahead());
	}

}
