package dev.slipway.engine.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.plan.Disagreement;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.report.AppliedMigrations;
import dev.slipway.engine.script.StatementsChecksum;

/**
 * Plans with the history as it is, and sees that everything that is to run can be split
 * and is what it was when it was begun.
 *
 * @param options the service's policy
 * @param table the history table
 * @param set the files
 * @param applied tells what the run has applied
 */
record Planning(MigratorOptions options, HistoryTable table, MigrationSet set, AppliedMigrations applied) {

	/** Compare files and history, whichever process applies what is pending. */
	Plan.Steps compare(History history) {
		Plan plan = Planner.plan(this.set, history.rows(), this.options.outOfOrder());
		if (plan instanceof Plan.Conflicts conflicts) {
			throw refusal(history, conflicts.conflicts());
		}
		return (Plan.Steps) plan;
	}

	Plan.Steps plan(History history) {
		Plan.Steps next = compare(history);
		List<Callback> callbacks = callbacks(!next.pending().isEmpty());
		this.set.parse(Stream
			.concat(next.pending().stream().flatMap(Migration::scripts), callbacks.stream().map(Callback::script))
			.toList());
		requireTransactions(callbacks);
		requireSameStart(next, history);
		return next;
	}

	/**
	 * The callbacks that run.
	 * @param pending whether anything is pending
	 */
	List<Callback> callbacks(boolean pending) {
		return this.set.callbacks()
			.stream()
			.filter((callback) -> pending || callback.event() == Event.BEFORE_MIGRATE
					|| callback.event() == Event.AFTER_MIGRATE)
			.toList();
	}

	private void requireTransactions(List<Callback> callbacks) {
		List<FileProblem> problems = callbacks.stream()
			.filter((callback) -> callback.event() == Event.BEFORE_EACH_MIGRATE
					|| callback.event() == Event.AFTER_EACH_MIGRATE)
			.filter((callback) -> !callback.script().outline().transactional())
			.map((callback) -> new FileProblem(Kind.SYNTAX,
					callback.script().file() + " cannot run in the transaction of each migration: "
							+ callback.script().outline().reason() + "."))
			.toList();
		if (!problems.isEmpty()) {
			throw new InvalidMigrationsException(this.options.service(), problems);
		}
	}

	/** Only what is not finished may be changed. A repeatable may start again. */
	private void requireSameStart(Plan.Steps steps, History history) {
		List<Conflict> conflicts = new ArrayList<>();
		for (Migration migration : steps.pending()) {
			HistoryRow row = history.unfinished(migration).orElse(null);
			if (row != null && migration.kind() != Migration.Kind.REPEATABLE && !startsAs(migration, row)) {
				conflicts.add(Disagreement.changedStart(migration, row));
			}
		}
		if (!conflicts.isEmpty()) {
			throw refusal(history, conflicts);
		}
	}

	private boolean startsAs(Migration migration, HistoryRow row) {
		try {
			return StatementsChecksum.matches(migration.script(), row.statements(), row.checksum());
		}
		catch (IOException ex) {
			throw new InvalidMigrationsException(this.options.service(), List.of(new FileProblem(Kind.UNREADABLE,
					migration.script().file() + " cannot be read: " + ex.getMessage() + ".")));
		}
	}

	private HistoryConflictException refusal(History history, List<Conflict> conflicts) {
		return new HistoryConflictException(this.options.service(), this.table.qualified(), conflicts,
				this.applied.labels(history));
	}

}
