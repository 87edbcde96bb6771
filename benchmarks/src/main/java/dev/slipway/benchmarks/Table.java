package dev.slipway.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in Markdown. Its first column is text, the others are numbers.
 */
final class Table {

	private final List<String> header;

	private final List<List<String>> rows = new ArrayList<>();

	Table(List<String> header) {
		this.header = List.copyOf(header);
	}

	Table(String... header) {
		this(Arrays.asList(header));
	}

	/**
	 * Add a row.
	 * @throws IllegalArgumentException if it has not one value for each column
	 */
	void add(List<String> row) {
		if (row.size() != this.header.size()) {
			throw new IllegalArgumentException(row + " is no row of " + this.header);
		}
		this.rows.add(List.copyOf(row));
	}

	void add(String... row) {
		add(Arrays.asList(row));
	}

	/** The lines, each with its line feed. */
	String markdown() {
		StringBuilder text = new StringBuilder();
		line(text, this.header);
		text.append("|---|").append("---:|".repeat(this.header.size() - 1)).append('\n');
		for (List<String> row : this.rows) {
			line(text, row);
		}
		return text.toString();
	}

	private static void line(StringBuilder text, List<String> values) {
		text.append("| ");
		for (int i = 0; i < values.size(); i++) {
			text.append((i > 0) ? " | " : "").append(values.get(i).replace("|", "\\|"));
		}
		text.append(" |\n");
	}

}
