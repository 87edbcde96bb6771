package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.engine.error.HistoryConflictException.Conflict;
import dev.slipway.engine.error.HistoryConflictException.Kind;
import dev.slipway.engine.history.AppliedMigration;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.MigrationSet;
import dev.slipway.engine.script.Version;

/**
 * Compares files with history. A pure function: no database, no clock.
 */
public final class Planner {

	private Planner() {
	}

	/**
	 * Plan a run.
	 * @param set the migrations of the service
	 * @param applied the rows of its history
	 * @param outOfOrder whether a migration may be applied after a later one, and, by the
	 * same token, whether a history may hold one in the middle that the files lack
	 * @return steps, or all conflicts
	 */
	public static Plan plan(MigrationSet set, List<AppliedMigration> applied, boolean outOfOrder) {
		Map<Version, AppliedMigration> history = new HashMap<>();
		applied.forEach((row) -> history.put(row.version(), row));
		List<Conflict> conflicts = new ArrayList<>();
		List<Migration> pending = new ArrayList<>();
		Version newestApplied = applied.stream().map(AppliedMigration::version).max(Version::compareTo).orElse(null);
		for (Migration migration : set.versioned()) {
			AppliedMigration row = history.get(migration.requireVersion());
			if (row == null) {
				if (newestApplied != null && !outOfOrder && migration.requireVersion().compareTo(newestApplied) < 0) {
					conflicts.add(outOfOrder(migration, newestApplied));
				}
				pending.add(migration);
			}
			else if (!row.checksum().equals(migration.checksum())) {
				conflicts.add(changed(migration, row));
			}
		}
		List<Version> ahead = unknown(set, applied, outOfOrder, conflicts);
		return conflicts.isEmpty() ? new Plan.Steps(List.copyOf(pending), ahead)
				: new Plan.Conflicts(conflicts.stream().sorted(Planner::byVersion).toList());
	}

	private static List<Version> unknown(MigrationSet set, List<AppliedMigration> applied, boolean outOfOrder,
			List<Conflict> conflicts) {
		Set<Version> known = new HashSet<>();
		set.versioned().forEach((migration) -> known.add(migration.requireVersion()));
		List<Version> ahead = new ArrayList<>();
		for (AppliedMigration row : applied) {
			if (known.contains(row.version())) {
				continue;
			}
			if (outOfOrder || (set.newest() == null || row.version().compareTo(set.newest()) > 0)) {
				ahead.add(row.version());
			}
			else {
				conflicts.add(missing(row));
			}
		}
		return ahead.stream().sorted().toList();
	}

	private static int byVersion(Conflict first, Conflict second) {
		return Version.of(first.version()).compareTo(Version.of(second.version()));
	}

	private static Conflict changed(Migration migration, AppliedMigration row) {
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
				migration.script().file() + " has changed since it was applied at " + row.appliedAt() + " (SHA-256 was "
						+ brief(row.checksum()) + ", is now " + brief(migration.checksum()) + ").");
	}

	private static Conflict missing(AppliedMigration row) {
		return new Conflict(Kind.MISSING, row.version().canonical(), "Version " + row.version() + " (" + row.name()
				+ ") was applied at " + row.appliedAt() + ", and its file is missing.");
	}

	private static Conflict outOfOrder(Migration migration, Version newest) {
		return new Conflict(Kind.OUT_OF_ORDER, migration.requireVersion().canonical(), migration.script().file()
				+ " is not applied, although version " + newest + " already is: it would run out of order.");
	}

	private static String brief(String checksum) {
		return (checksum.length() > 12) ? checksum.substring(0, 12) + "…" : checksum;
	}

}
