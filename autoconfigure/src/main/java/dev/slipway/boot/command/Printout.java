package dev.slipway.boot.command;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.slipway.SlipwayException;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;
import org.springframework.boot.json.JsonWriter;

/**
 * What a person reads who has run a command, whatever the application logs.
 *
 * @param out where it is printed
 */
record Printout(PrintStream out) {

	/** Of a trace, for each cause. */
	private static final int FRAMES = 8;

	/**
	 * Print one object for a program, as UTF-8 wherever this runs.
	 * @param json maps, lists, strings, numbers, booleans, nulls, and what writes itself
	 */
	void json(Map<String, @Nullable Object> json) {
		try {
			Writer text = new PrintableJson(new OutputStreamWriter(this.out, StandardCharsets.UTF_8));
			JsonWriter.standard().write(json).to(text);
			text.write("\n");
			text.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void flush() {
		this.out.flush();
	}

	/** Print one line. */
	void line(String line) {
		this.out.println(Printable.line(line));
	}

	/** Print one line in the colour of its severity, where the terminal has colours. */
	void line(Severity severity, String line) {
		this.out.println(severity.colour(Printable.line(line)));
	}

	/** Print lines, whose ends and tabs stay. */
	void text(String text) {
		this.out.println(Printable.text(text));
	}

	/** Print rows whose columns are as wide as their widest cell, but the last. */
	void table(List<List<String>> rows) {
		rows(rows.stream().map((row) -> new Row(Severity.NORMAL, row)).toList());
	}

	/** Print rows as {@link #table} does, each in the colour of its severity. */
	void rows(List<Row> rows) {
		List<List<String>> cells = rows.stream()
			.map((row) -> row.cells().stream().map(Printable::line).toList())
			.toList();
		int columns = cells.stream().mapToInt(List::size).max().orElse(0);
		int[] widths = new int[columns];
		for (List<String> row : cells) {
			for (int i = 0; i < row.size(); i++) {
				widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
			}
		}
		for (int i = 0; i < rows.size(); i++) {
			this.out.println(rows.get(i).severity().colour(aligned(cells.get(i), widths)));
		}
	}

	private static String aligned(List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < row.size(); i++) {
			line.append(row.get(i)).append(TextWidth.padding(row.get(i), widths[i])).append("  ");
		}
		return line.toString().stripTrailing();
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

	/**
	 * A row of a table.
	 *
	 * @param severity how much it matters
	 * @param cells its cells
	 */
	record Row(Severity severity, List<String> cells) {

	}

	/**
	 * How much a line matters, which a terminal shows in colours.
	 */
	enum Severity {

		/** Nothing to do. */
		NORMAL(AnsiColor.DEFAULT),

		/** Something waits to be done. */
		WARNING(AnsiColor.YELLOW),

		/** Somebody must act. */
		ERROR(AnsiColor.RED);

		private final AnsiColor color;

		Severity(AnsiColor color) {
			this.color = color;
		}

		private String colour(String line) {
			return (this == NORMAL) ? line : AnsiOutput.toString(this.color, line);
		}

	}

}
