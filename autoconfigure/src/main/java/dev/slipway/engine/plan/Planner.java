package dev.slipway.engine.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.MigratorOptions;
import dev.slipway.UnknownVersionException;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.StatementsChecksum;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.text.ReadFailure;

/**
 * Plans what a history leaves to be done. Asks no database: what it needs of one is the
 * history.
 *
 * @param options the service's policy
 * @param applied the files, and which of them the run has applied
 */
public record Planner(MigratorOptions options, AppliedInRun applied) {

	/**
	 * Compare files and history, whichever process applies what is pending.
	 * @param history the history
	 * @return the plan, whose files need not be parsed
	 * @throws HistoryConflictException with all conflicts, if files and history do not
	 * fit together
	 * @throws UnknownVersionException if the run is to stop at a version that no file has
	 */
	public Plan compare(History history) {
		return compare(history, false);
	}

	/**
	 * Compare them for somebody who only waits: what another process has begun under
	 * another version is pending, and no conflict.
	 * @param history the history
	 * @return the plan, whose files need not be parsed
	 * @throws HistoryConflictException as {@link #compare(History)} does
	 */
	public Plan compareForWait(History history) {
		return compare(history, true);
	}

	/**
	 * Whether nothing is in conflict but files that another process has begun under
	 * another version, so that it is none when that process has finished them.
	 * @param history the history
	 */
	public boolean isBegunElsewhere(History history) {
		return Comparison.of(this.applied.set(), history.rows(), this.options.outOfOrder()).mayBecomeFree();
	}

	private Plan compare(History history, boolean waits) {
		MigrationSet set = this.applied.set();
		Version target = (this.options.target() != null) ? Target.of(this.options, set) : null;
		if (history.asFiles()) {
			return new Plan(history, List.of(), List.of(), List.of(), List.of(), set.callbacks(), List.of());
		}
		Comparison comparison = Comparison.of(set, history.rows(), this.options.outOfOrder(), target);
		if (!waits || !comparison.mayBecomeFree()) {
			requireNone(comparison.conflicts(), history);
		}
		return new Plan(history, comparison.pending(), comparison.ahead(), comparison.keptRepeatables(),
				comparison.aboveTarget(), set.callbacks(), comparison.renumbered());
	}

	/**
	 * Plan what this process applies: all of it can be split into statements, and is what
	 * it was when it was begun.
	 * @param history the history
	 * @return the plan, whose files are parsed
	 * @throws HistoryConflictException with all conflicts, if files and history do not
	 * fit together
	 * @throws InvalidMigrationsException with the problems of all files that are to run
	 */
	public Plan plan(History history) {
		Plan plan = compare(history);
		List<Callback> callbacks = callbacks(!plan.pending().isEmpty());
		List<Script> scripts = new ArrayList<>();
		for (Migration migration : plan.pending()) {
			scripts.add(migration.script());
		}
		for (Callback callback : callbacks) {
			scripts.add(callback.script());
		}
		this.applied.set().parse(scripts);
		requireTransactions(callbacks);
		requireStorableUndos(plan.pending());
		requireSameStart(plan);
		return plan;
	}

	/**
	 * The callbacks that run.
	 * @param pending whether anything is pending
	 */
	public List<Callback> callbacks(boolean pending) {
		List<Callback> callbacks = new ArrayList<>();
		for (Callback callback : this.applied.set().callbacks()) {
			if (pending || callback.event() == Event.BEFORE_MIGRATE || callback.event() == Event.AFTER_MIGRATE) {
				callbacks.add(callback);
			}
		}
		return callbacks;
	}

	private void requireTransactions(List<Callback> callbacks) {
		List<FileProblem> problems = new ArrayList<>();
		for (Callback callback : callbacks) {
			if (callback.event().isOfEachMigration() && !callback.script().parsed().transactional()) {
				problems.add(new FileProblem(Kind.SYNTAX,
						callback.script().path() + " cannot run in the transaction of each migration: "
								+ callback.script().parsed().reason() + "."));
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidMigrationsException(this.options.service(), problems);
		}
	}

	private void requireStorableUndos(List<Migration> pending) {
		List<FileProblem> problems = new ArrayList<>();
		for (Migration migration : pending) {
			storageProblem(migration).ifPresent(problems::add);
		}
		if (!problems.isEmpty()) {
			throw new InvalidMigrationsException(this.options.service(), problems);
		}
	}

	private static Optional<FileProblem> storageProblem(Migration migration) {
		String file = Objects.requireNonNullElse(migration.undo(), migration.script()).path();
		try {
			long bytes = migration.undoScript().map(StoredUndo::bytes).orElse(0L);
			return (bytes <= StoredUndo.LARGEST) ? Optional.empty()
					: Optional.of(new FileProblem(Kind.UNSUPPORTED,
							file + " has an undo script of " + bytes + " bytes, and PostgreSQL stores at most "
									+ StoredUndo.LARGEST + " bytes with a migration."));
		}
		catch (UncheckedIOException ex) {
			return Optional.of(new FileProblem(Kind.UNREADABLE, ex.getMessage() + "."));
		}
	}

	/** Only what is not finished may be changed. A repeatable may start again. */
	private void requireSameStart(Plan plan) {
		List<Conflict> conflicts = new ArrayList<>();
		for (Migration migration : plan.pending()) {
			HistoryRow row = plan.history().unfinished(migration).orElse(null);
			if (row != null && migration.kind() != Migration.Kind.REPEATABLE && !startsAs(migration, row)) {
				conflicts.add(ConflictText.changedStart(migration, row));
			}
		}
		requireNone(conflicts, plan.history());
	}

	private boolean startsAs(Migration migration, HistoryRow row) {
		if (migration.code() != null) {
			return false;
		}
		try {
			return StatementsChecksum.matches(migration.script(), row.statements(), row.checksum());
		}
		catch (IOException ex) {
			throw new InvalidMigrationsException(this.options.service(), List.of(new FileProblem(Kind.UNREADABLE,
					migration.script().path() + " cannot be read: " + ReadFailure.reason(ex) + ".")));
		}
	}

	private void requireNone(List<Conflict> conflicts, History history) {
		if (!conflicts.isEmpty()) {
			throw new HistoryConflictException(this.options.service(),
					HistoryTable.of(this.options, history).qualified(), conflicts, this.applied.labels(history));
		}
	}

}
