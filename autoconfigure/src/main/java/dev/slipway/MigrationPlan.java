package dev.slipway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a service's files and its history come to at one moment: what is applied, and what
 * a run would apply. Immutable.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param historyTable the history table, qualified and quoted
 * @param version the newest version that is applied; {@code null} when there is none
 * @param migrations all migrations: those that are covered by a baseline, those that are
 * applied in the order in which they were, those that are pending in the order in which
 * they would be, those that are above the version to stop at
 * @param conflicts how files and history do not fit together; a run would be refused
 * unless this is empty
 */
public record MigrationPlan(String service, String historyTable, @Nullable String version, List<Entry> migrations,
		List<HistoryConflictException.Conflict> conflicts) {

	/**
	 * Create a plan.
	 */
	public MigrationPlan {
		migrations = List.copyOf(migrations);
		conflicts = List.copyOf(conflicts);
	}

	/**
	 * Return what a run would apply.
	 * @return the migrations, in the order in which they would be applied
	 */
	public List<Entry> pending() {
		List<Entry> pending = new ArrayList<>();
		for (Entry migration : this.migrations) {
			if (migration.state().isPending()) {
				pending.add(migration);
			}
		}
		return List.copyOf(pending);
	}

	/**
	 * One migration, with the newest row that the history has of it.
	 *
	 * @param kind the kind
	 * @param version the version in its canonical form, {@code null} for a repeatable
	 * @param name the name
	 * @param label the file's name without its ending; of a row without a file, what the
	 * history has of it
	 * @param state the state
	 * @param appliedAt when it was applied, or begun, by the server's clock; {@code null}
	 * when it was not
	 * @param duration how long it took on the server; {@code null} unless it is applied
	 * @param statements how many of its statements are finished, when it runs statement
	 * by statement; all of them when it is applied
	 * @param appliedBy the role that had logged in when it was applied; {@code null} when
	 * it was not
	 * @param origin where the row of the history comes from, such as another tool whose
	 * history was taken over; {@code null} when Slipway applied it, or when there is none
	 * @param hasFile whether this release has a file or a code migration of it
	 */
	public record Entry(Kind kind, @Nullable String version, String name, String label, State state,
			@Nullable Instant appliedAt, @Nullable Duration duration, int statements, @Nullable String appliedBy,
			@Nullable String origin, boolean hasFile) {
	}

	/**
	 * Kinds of migration.
	 */
	public enum Kind {

		/** Runs once, in the order of versions. */
		VERSIONED,

		/** Runs again whenever it has changed. */
		REPEATABLE,

		/** Stands for all versions up to its own on a new database. */
		BASELINE

	}

	/**
	 * States of a migration.
	 */
	public enum State {

		/** Applied. */
		APPLIED,

		/** Applied by a newer release; this one has no file of it. */
		AHEAD,

		/**
		 * Applied under a timestamp, and the file has a number now, which the next run
		 * records. Nothing runs again.
		 */
		RENUMBERED,

		/** A repeatable that differs, and stays as a newer release has made it. */
		KEPT,

		/** Not applied and not needed: a baseline stands for it. */
		COVERED,

		/** Not applied, and not to be: it is above the version to stop at. */
		ABOVE_TARGET,

		/** File and history disagree, see {@link MigrationPlan#conflicts()}. */
		CONFLICT,

		/** Never begun. */
		PENDING,

		/** A repeatable that was applied with another text, and will be again. */
		CHANGED,

		/** Begun, statement by statement, and either still running or killed. */
		RUNNING,

		/** Begun, statement by statement, and a statement failed. */
		FAILED;

		/**
		 * Return whether a run would apply it, or go on with it.
		 */
		public boolean isPending() {
			return compareTo(PENDING) >= 0;
		}

	}

}
