package dev.slipway.engine.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.MigrationReport;
import dev.slipway.SlipwayException;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows of a history one run has written: the history is the one witness of
 * what was applied, also after a failure.
 *
 * @param runId the run
 * @param set the files, which give the rows their labels
 * @param before the history when a run began that undoes migrations; {@code null} for a
 * run that applies them
 */
public record AppliedInRun(String runId, MigrationSet set, @Nullable History before) {

	/**
	 * Create one of a run that applies.
	 */
	public AppliedInRun(String runId, MigrationSet set) {
		this(runId, set, null);
	}

	/** Whether the run undoes. */
	public boolean isUndo() {
		return this.before != null;
	}

	/** The rows that were there when a run that undoes began, and are not any more. */
	public List<HistoryRow> undone(History history) {
		List<HistoryRow> undone = new ArrayList<>();
		if (this.before != null) {
			Set<Long> left = new HashSet<>();
			history.rows().forEach((row) -> left.add(row.id()));
			for (HistoryRow row : this.before.rows()) {
				if (row.kind() != Migration.Kind.REPEATABLE && !left.contains(row.id())) {
					undone.add(0, row);
				}
			}
		}
		return undone;
	}

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
		if (history.asFiles()) {
			return rows;
		}
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

	/** The file of a row, if there is one. */
	public Optional<Migration> file(HistoryRow row) {
		return Stream.of(this.set.versioned(), this.set.baselines(), this.set.repeatables())
			.flatMap(List::stream)
			.filter(row::isOf)
			.findFirst();
	}

	/** The labels of what was applied, or undone by a run that does that. */
	public List<String> labels(History history) {
		if (isUndo()) {
			return undone(history).stream().map((row) -> applied(row).label()).toList();
		}
		return in(history).stream().map(MigrationReport.Applied::label).toList();
	}

	/** The labels for a person to read. */
	public String list(History history) {
		List<String> labels = labels(history);
		return labels.isEmpty() ? "none" : SlipwayException.list(labels);
	}

	/** The sentence that ends an error message. */
	public String sentence(History history) {
		List<String> labels = labels(history);
		if (isUndo()) {
			return labels.isEmpty() ? "Nothing was undone."
					: "Undone in this run: " + SlipwayException.list(labels) + ".";
		}
		return SlipwayException.applied(labels);
	}

}
