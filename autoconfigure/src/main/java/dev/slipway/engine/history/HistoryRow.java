package dev.slipway.engine.history;

import java.time.Duration;
import java.time.Instant;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * One row of the history table.
 *
 * @param id grows with every row and is never used twice
 * @param kind the kind of the migration
 * @param version the version; {@code null} for a repeatable
 * @param name the name
 * @param checksum the checksum of the script as it was applied; while it is unfinished,
 * that of the statements that are; empty for what was applied without a file, such as the
 * code of another tool whose history was taken over
 * @param state how far it came
 * @param statements how many statements of the script are finished
 * @param appliedAt when it was applied, or begun, by the server's clock
 * @param duration how long it took on the server
 * @param runId the run that applied it or tries to, if known
 * @param appliedBy the role that had logged in, if that was read
 * @param origin where the row comes from, such as another tool; {@code null} when Slipway
 * applied it, or when that was not read
 */
public record HistoryRow(long id, Migration.Kind kind, @Nullable Version version, String name, String checksum,
		State state, int statements, Instant appliedAt, Duration duration, @Nullable String runId,
		@Nullable String appliedBy, @Nullable String origin) {

	/**
	 * Return whether the row is one of a migration, whatever its checksum. A repeatable
	 * may have several.
	 * @param migration the migration
	 */
	public boolean isOf(Migration migration) {
		if (this.kind != migration.kind()) {
			return false;
		}
		boolean named = this.name.equals(migration.name());
		return (this.version == null) ? named
				: this.version.equals(migration.version()) && (named || !migration.byName());
	}

	/**
	 * Return whether the migration is applied as a whole.
	 */
	public boolean isApplied() {
		return this.state == State.APPLIED;
	}

	/**
	 * Return whether it stands for something that was applied and has no file.
	 */
	public boolean isWithoutFile() {
		return this.checksum.isEmpty();
	}

	/**
	 * Return whether the migration is being undone statement by statement: what is
	 * finished are statements of its undo script.
	 */
	public boolean isBeingUndone() {
		return this.state != State.APPLIED && UndoMark.isIn(this.checksum);
	}

	/**
	 * Return how far the undo is, and what the row was before it.
	 * @param nothing the checksum of no statement at all, for a row that is applied
	 * @throws IllegalArgumentException if its checksum begins as a mark and is none
	 */
	public UndoMark undoMark(String nothing) {
		return isBeingUndone() ? UndoMark.of(this.checksum) : new UndoMark(nothing, this.statements, this.checksum);
	}

	/**
	 * Return whether the database may differ from one without this row: not when the
	 * server refused the very first statement.
	 */
	public boolean hasEffects() {
		return this.state != State.FAILED || this.statements > 0 || isBeingUndone();
	}

	/**
	 * How far a migration came.
	 */
	public enum State {

		/**
		 * Begun, statement by statement, and either still running or killed: what became
		 * of the statement after the finished ones is not known.
		 */
		RUNNING,

		/** Begun, and the server refused the statement after the finished ones. */
		FAILED,

		/** Applied as a whole. */
		APPLIED

	}

}
