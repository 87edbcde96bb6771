package dev.slipway.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.engine.history.AppliedMigration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.MigrationSet;
import dev.slipway.engine.script.Version;

/**
 * Tells which rows of a history one run has written: the history is the one witness of
 * what was applied, also after a failure.
 *
 * @param runId the run
 * @param set the files, which give the rows their labels
 */
record AppliedInRun(String runId, MigrationSet set) {

	/** The migrations in the order of their versions. */
	List<MigrationReport.Applied> in(History history) {
		Map<Version, AppliedMigration> rows = new HashMap<>();
		history.applied()
			.stream()
			.filter((row) -> this.runId.equals(row.runId()))
			.forEach((row) -> rows.put(row.version(), row));
		List<MigrationReport.Applied> applied = new ArrayList<>();
		for (Migration migration : this.set.migrations()) {
			AppliedMigration row = rows.get(migration.version());
			if (row != null) {
				applied.add(new MigrationReport.Applied(row.version().canonical(), row.name(), migration.label(),
						row.duration()));
			}
		}
		return applied;
	}

	List<String> labels(History history) {
		return in(history).stream().map(MigrationReport.Applied::label).toList();
	}

	/** The sentence that ends an error message. */
	String sentence(History history) {
		List<String> labels = labels(history);
		return labels.isEmpty() ? "Nothing was applied." : "Applied in this run: " + String.join(", ", labels) + ".";
	}

}
