package dev.slipway.boot.command;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

import dev.slipway.SlipwayException;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;

import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;

/**
 * What a person reads who has run a command, whatever the application logs.
 *
 * @param out where it is printed
 */
record Printout(PrintStream out) {

	/**
	 * Of the JSON. It grows when something is renamed or goes, not when something comes.
	 */
	private static final int FORMAT = 1;

	/** Of a trace, for each cause. */
	private static final int FRAMES = 8;

	/** Print text that is to be read by a program. */
	void raw(String text) {
		this.out.println(text);
	}

	void flush() {
		this.out.flush();
	}

	/** Print one line. */
	void line(String line) {
		this.out.println(Printable.line(line));
	}

	/** Print rows whose columns are as wide as their widest cell, but the last. */
	void table(List<List<String>> rows) {
		int columns = rows.stream().mapToInt(List::size).max().orElse(0);
		int[] widths = new int[columns];
		for (List<String> row : rows) {
			for (int i = 0; i < row.size(); i++) {
				widths[i] = Math.max(widths[i], row.get(i).length());
			}
		}
		for (List<String> row : rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < row.size() - 1; i++) {
				line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
			}
			line(line + row.get(row.size() - 1));
		}
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

}
