package dev.slipway.engine.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Undo;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * What to do next. A pure function of the history.
 *
 * @param history the history that the plan was made with
 * @param pending the migrations to apply or to go on with, in this order; possibly none
 * @param ahead versions that are in the history and that the application does not know: a
 * newer release was here
 * @param keptRepeatables repeatables that differ from what is applied and stay as the
 * newer release made them
 * @param aboveTarget what stays pending, since it is above the version to stop at
 * @param callbacks the callbacks of the service, those of one event in their order
 * @param renumbered the rows of migrations whose files have other versions now
 */
public record Plan(History history, List<Migration> pending, List<Version> ahead, List<Migration> keptRepeatables,
		List<Migration> aboveTarget, List<Callback> callbacks, List<RenumberedRow> renumbered) {

	/**
	 * Create a plan.
	 */
	public Plan {
		pending = List.copyOf(pending);
		ahead = List.copyOf(ahead);
		keptRepeatables = List.copyOf(keptRepeatables);
		aboveTarget = List.copyOf(aboveTarget);
		callbacks = List.copyOf(callbacks);
		renumbered = List.copyOf(renumbered);
	}

	/**
	 * Return what is executed next: what the history says of files that have other
	 * versions now, callbacks that come first, pending migrations, callbacks that come
	 * last.
	 * @param called the callbacks that have run
	 * @param applied whether the run has applied something
	 * @return the batch, empty at the end
	 */
	public Optional<Batch> next(Set<Callback> called, boolean applied) {
		List<RenumberedRow> renumbered = toRecord();
		if (!renumbered.isEmpty()) {
			return Optional.of(new Batch.Renumbering(renumbered));
		}
		return call(Event.BEFORE_MIGRATE, called)
			.or(() -> this.pending.isEmpty() ? Optional.empty() : Optional.of(migrations()))
			.or(() -> applied ? call(Event.AFTER_MIGRATE_APPLIED, called) : Optional.empty())
			.or(() -> call(Event.AFTER_MIGRATE, called));
	}

	/** The rows that are to have the versions of their files. */
	public List<RenumberedRow> toRecord() {
		if (this.renumbered.isEmpty()) {
			return List.of();
		}
		return this.renumbered.stream().filter(RenumberedRow::isToBeRecorded).toList();
	}

	private Optional<Batch> call(Event event, Set<Callback> called) {
		return this.callbacks.stream()
			.filter((callback) -> callback.event() == event && !called.contains(callback))
			.findFirst()
			.map(Batch.Call::new);
	}

	/** As many as run in a transaction each, or one that does not. */
	private Batch migrations() {
		Migration first = this.pending.get(0);
		// A conditional expression has both classes loaded wherever a plan is made.
		if (isTransactional(first)) {
			return new Batch.Transactional(this.pending.stream().takeWhile(this::isTransactional).toList());
		}
		return new Batch.NonTransactional(first);
	}

	/**
	 * Return whether a file runs in one transaction. A migration that was begun statement
	 * by statement goes on so, also when its file has changed since.
	 * @param executable a pending migration or a callback, parsed
	 */
	public boolean isTransactional(Executable executable) {
		return executable.script().parsed().transactional() && this.history.unfinished(executable).isEmpty();
	}

	/**
	 * Return whether the history and what is pending are those of another plan.
	 */
	public boolean isSameAs(Plan other) {
		return this.history.exists() == other.history.exists() && this.history.outdated() == other.history.outdated()
				&& this.history.rows().equals(other.history.rows()) && this.pending.equals(other.pending);
	}

	/**
	 * What is executed at a time.
	 */
	public sealed interface Batch {

		/**
		 * Return how many connections it takes: another one holds the lock, or none does.
		 */
		default int connections() {
			return 1;
		}

		/**
		 * Return the label of the only script; {@code null} when there are several, or
		 * none.
		 */
		default @Nullable String label() {
			return null;
		}

		/**
		 * Return whether it may be tried again: false when its committed part is not
		 * recorded, so that a retry would repeat it.
		 */
		default boolean isRetriable() {
			return true;
		}

		/** Return whether the history tells when it is done. */
		default boolean isTrackedByHistory() {
			return true;
		}

		/**
		 * Rows that get the versions of their files. No script runs.
		 *
		 * @param rows the rows
		 */
		record Renumbering(List<RenumberedRow> rows) implements Batch {

			/**
			 * Create a batch.
			 */
			public Renumbering {
				rows = List.copyOf(rows);
			}

		}

		/**
		 * Migrations that are recorded as applied, since the database has what they make.
		 * No script runs.
		 *
		 * @param migrations the migrations, parsed, in their order
		 */
		record Baseline(List<Migration> migrations) implements Batch {

			/** What the rows say of where they come from. */
			public static final String ORIGIN = "baseline";

			/**
			 * Create a batch.
			 */
			public Baseline {
				migrations = List.copyOf(migrations);
			}

		}

		/**
		 * Migrations that run in a transaction each.
		 *
		 * @param migrations the migrations, in their order
		 */
		record Transactional(List<Migration> migrations) implements Batch {

			/**
			 * Create a batch.
			 */
			public Transactional {
				migrations = List.copyOf(migrations);
			}

		}

		/**
		 * A migration that runs statement by statement.
		 *
		 * @param migration the migration
		 */
		record NonTransactional(Migration migration) implements Batch {

			@Override
			public int connections() {
				return 2;
			}

			@Override
			public String label() {
				return this.migration.label();
			}

		}

		/**
		 * The undo of one migration.
		 *
		 * @param undo what undoes it, parsed
		 * @param row its row
		 */
		record Undoing(Undo undo, HistoryRow row) implements Batch {

			/**
			 * Return whether it runs in one transaction. What was begun statement by
			 * statement goes on so.
			 */
			public boolean isTransactional() {
				return this.undo.script().parsed().transactional() && this.row.isApplied();
			}

			@Override
			public int connections() {
				return isTransactional() ? 1 : 2;
			}

			@Override
			public String label() {
				return this.undo.label();
			}

		}

		/**
		 * A callback that runs on its own.
		 *
		 * @param callback the callback
		 */
		record Call(Callback callback) implements Batch {

			/** Return whether it runs in one transaction. */
			public boolean isTransactional() {
				return this.callback.script().parsed().transactional();
			}

			@Override
			public int connections() {
				return isTransactional() ? 1 : 2;
			}

			@Override
			public String label() {
				return this.callback.label();
			}

			@Override
			public boolean isRetriable() {
				return isTransactional();
			}

			@Override
			public boolean isTrackedByHistory() {
				return false;
			}

		}

	}

}
