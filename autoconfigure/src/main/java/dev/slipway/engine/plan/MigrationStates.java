package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationPlan.Kind;
import dev.slipway.MigrationPlan.State;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Tells the state of each migration, for people: files and history in one list. Conflicts
 * are part of it, and no reason to show nothing.
 */
public final class MigrationStates {

	private final MigrationSet set;

	private final History history;

	private final Comparison comparison;

	private final List<Migration> files = new ArrayList<>();

	private final Set<String> conflicting = new HashSet<>();

	private MigrationStates(MigrationSet set, History history, Comparison comparison) {
		this.set = set;
		this.history = history;
		this.comparison = comparison;
		this.files.addAll(set.baselines());
		this.files.addAll(set.versioned());
		this.files.addAll(set.repeatables());
		for (Conflict conflict : comparison.conflicts()) {
			this.conflicting.add(conflict.version());
		}
	}

	/**
	 * List all migrations.
	 * @param options the service's options
	 * @param table the history table
	 * @param set the files
	 * @param history what was applied
	 */
	public static MigrationPlan of(MigratorOptions options, HistoryTable table, MigrationSet set, History history) {
		MigrationStates states = new MigrationStates(set, history,
				Comparison.of(set, history.rows(), options.outOfOrder(), Target.of(options, set)));
		return new MigrationPlan(options.service(), table.qualified(), history.newest(set.order()), states.entries(),
				states.comparison.conflicts());
	}

	private List<Entry> entries() {
		List<Entry> entries = new ArrayList<>();
		for (Migration file : this.files) {
			if (newestRow(file) == null && !isToApply(file)) {
				entries.add(entry(file, null, State.COVERED));
			}
		}
		for (HistoryRow row : this.comparison.rows()) {
			Migration file = file(row);
			if (file == null) {
				if (row.hasEffects()) {
					entries.add(entry(row));
				}
			}
			else if (row == newestRow(file) && !isToApply(file)) {
				entries.add(entry(file, row, applied(file)));
			}
		}
		for (Migration file : this.comparison.pending()) {
			HistoryRow row = newestRow(file);
			entries.add(entry(file, row, pending(file, row)));
		}
		for (Migration file : this.comparison.aboveTarget()) {
			entries.add(entry(file, newestRow(file), State.ABOVE_TARGET));
		}
		return entries;
	}

	private boolean isToApply(Migration file) {
		return this.comparison.pending().contains(file) || this.comparison.aboveTarget().contains(file);
	}

	private State applied(Migration file) {
		if (isConflicting(file.version())) {
			return State.CONFLICT;
		}
		if (isRenumbered(file)) {
			return State.RENUMBERED;
		}
		return this.comparison.keptRepeatables().contains(file) ? State.KEPT : State.APPLIED;
	}

	private boolean isRenumbered(Migration file) {
		for (RenumberedRow row : this.comparison.renumbered()) {
			if (row.isToBeRecorded() && row.renumbered().isOf(file)) {
				return true;
			}
		}
		return false;
	}

	private State pending(Migration file, @Nullable HistoryRow row) {
		if (isConflicting(file.version())) {
			return State.CONFLICT;
		}
		if (row == null) {
			return State.PENDING;
		}
		return switch (row.state()) {
			case APPLIED -> State.CHANGED;
			case RUNNING -> State.RUNNING;
			case FAILED -> State.FAILED;
		};
	}

	private Entry entry(HistoryRow row) {
		Version version = row.version();
		String number = (version != null) ? version.canonical() : null;
		State state = isConflicting(version) ? State.CONFLICT
				: (version != null && this.comparison.ahead().contains(version)) ? State.AHEAD : State.APPLIED;
		return new Entry(kind(row.kind()), number, row.name(),
				(number != null) ? number + "_" + row.name() : row.name(), state, row.appliedAt(),
				row.isApplied() ? row.duration() : null, row.statements(), row.appliedBy(), row.origin(), false);
	}

	private static Entry entry(Migration file, @Nullable HistoryRow row, State state) {
		Version version = file.version();
		return new Entry(kind(file.kind()), (version != null) ? version.canonical() : null, file.name(), file.label(),
				state, (row != null) ? row.appliedAt() : null, (row != null && row.isApplied()) ? row.duration() : null,
				(row != null) ? row.statements() : 0, (row != null) ? row.appliedBy() : null,
				(row != null) ? row.origin() : null, true);
	}

	private boolean isConflicting(@Nullable Version version) {
		return version != null && this.conflicting.contains(version.canonical());
	}

	private @Nullable Migration file(HistoryRow row) {
		for (Migration file : this.files) {
			if (row.isOf(file)) {
				return file;
			}
		}
		return null;
	}

	private @Nullable HistoryRow newestRow(Migration file) {
		HistoryRow newest = null;
		for (HistoryRow row : this.comparison.rows()) {
			if (row.isOf(file)) {
				newest = row;
			}
		}
		return newest;
	}

	private static Kind kind(Migration.Kind kind) {
		return Kind.valueOf(kind.name());
	}

}
