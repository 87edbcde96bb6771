package dev.slipway.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.slipway.MigrationReport;
import dev.slipway.SlipwayException;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.layout.Version;

/**
 * Tells which rows of a history one run has written: the history is the one witness of
 * what was applied, also after a failure.
 *
 * @param runId the run
 * @param set the files, which give the rows their labels
 */
public record AppliedInRun(String runId, MigrationSet set) {

	/** The migrations in the order in which they were applied. */
	public List<MigrationReport.Applied> in(History history) {
		List<MigrationReport.Applied> applied = new ArrayList<>();
		for (HistoryRow row : rows(history)) {
			applied.add(applied(row));
		}
		return applied;
	}

	/** The rows, in the order in which they were written. */
	public List<HistoryRow> rows(History history) {
		List<HistoryRow> rows = new ArrayList<>();
		for (HistoryRow row : history.rows()) {
			if (row.isApplied() && this.runId.equals(row.runId())) {
				rows.add(row);
			}
		}
		return rows;
	}

	/** How messages name a row: as the file, where there is one. */
	public MigrationReport.Applied applied(HistoryRow row) {
		Version version = row.version();
		String number = (version != null) ? version.canonical() : null;
		String label = file(row).map(Migration::label)
			.orElse((number != null) ? number + "_" + row.name() : row.name());
		return new MigrationReport.Applied(number, row.name(), label, row.duration(), row.appliedAt());
	}

	private Optional<Migration> file(HistoryRow row) {
		return Stream.of(this.set.versioned(), this.set.baselines(), this.set.repeatables())
			.flatMap(List::stream)
			.filter(row::isOf)
			.findFirst();
	}

	public List<String> labels(History history) {
		return in(history).stream().map(MigrationReport.Applied::label).toList();
	}

	/** The labels for a person to read. */
	public String list(History history) {
		List<String> labels = labels(history);
		return labels.isEmpty() ? "none" : SlipwayException.list(labels);
	}

	/** The sentence that ends an error message. */
	public String sentence(History history) {
		return SlipwayException.applied(labels(history));
	}

}
