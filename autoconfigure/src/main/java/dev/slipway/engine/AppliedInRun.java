package dev.slipway.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.engine.error.SlipwayException;
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

	/** The migrations in the order in which they were applied. */
	List<MigrationReport.Applied> in(History history) {
		Map<Version, Migration> files = new HashMap<>();
		this.set.versioned().forEach((migration) -> files.put(migration.requireVersion(), migration));
		List<MigrationReport.Applied> applied = new ArrayList<>();
		for (AppliedMigration row : history.applied()) {
			Migration file = files.get(row.version());
			if (file != null && this.runId.equals(row.runId())) {
				applied.add(new MigrationReport.Applied(row.version().canonical(), row.name(), file.label(),
						row.duration()));
			}
		}
		return applied;
	}

	List<String> labels(History history) {
		return in(history).stream().map(MigrationReport.Applied::label).toList();
	}

	/** The labels for a person to read. */
	String list(History history) {
		List<String> labels = labels(history);
		return labels.isEmpty() ? "none" : String.join(", ", labels);
	}

	/** The sentence that ends an error message. */
	String sentence(History history) {
		return SlipwayException.applied(labels(history));
	}

}
