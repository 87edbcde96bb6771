package dev.slipway.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts trials and violations, and writes the table of them.
 */
final class Ledger {

	private static final Logger logger = LoggerFactory.getLogger(Ledger.class);

	private final Map<Fault, Row> rows = new EnumMap<>(Fault.class);

	private final boolean brief;

	private final long seed;

	Ledger(boolean brief, long seed) {
		this.brief = brief;
		this.seed = seed;
	}

	/** Enter a trial that has ended. */
	void enter(Trial trial) {
		Row row = row(trial.fault());
		row.trials++;
		row.violations += trial.violations().isEmpty() ? 0 : 1;
		trial.notes().forEach((note, times) -> row.notes.merge(note, times, Integer::sum));
	}

	/** Enter that a fault could not be tried. */
	void notRun(Fault fault, String reason) {
		row(fault).notRun = reason;
	}

	/** Write the table, and print it. */
	void write(Path file) throws IOException {
		String text = text();
		Files.writeString(file, text);
		logger.info("\n\n{}", text);
	}

	private Row row(Fault fault) {
		return this.rows.computeIfAbsent(fault, (key) -> new Row());
	}

	private String text() {
		List<String> table = new ArrayList<>(List.of("| fault | trials | violations |", "|---|---:|---:|"));
		List<String> remarks = new ArrayList<>();
		int trials = 0;
		int violations = 0;
		for (Map.Entry<Fault, Row> entry : this.rows.entrySet()) {
			Row row = entry.getValue();
			String title = entry.getKey().title();
			trials += row.trials;
			violations += row.violations;
			table.add((row.notRun != null) ? "| " + title + " | not run | |"
					: "| " + title + " | " + row.trials + " | " + row.violations + " |");
			if (row.notRun != null) {
				remarks.add("- " + title + ": not run, " + row.notRun);
			}
			if (!row.notes.isEmpty()) {
				remarks.add("- " + title + ": " + row.notes());
			}
		}
		table.add("| **all** | **" + trials + "** | **" + violations + "** |");
		String head = "The fault suite in its " + (this.brief ? "short" : "full") + " form, seed " + this.seed
				+ ".\n\n";
		String seen = remarks.isEmpty() ? "" : "\nWhat was seen on the way:\n\n" + String.join("\n", remarks) + "\n";
		return head + String.join("\n", table) + "\n" + seen;
	}

	private static final class Row {

		private final Map<String, Integer> notes = new TreeMap<>();

		private int trials;

		private int violations;

		private String notRun;

		String notes() {
			List<String> texts = new ArrayList<>();
			this.notes.forEach((note, times) -> texts.add(note + " " + times + "×"));
			return String.join(", ", texts);
		}

	}

}
