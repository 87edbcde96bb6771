package dev.slipway.engine.history;

import dev.slipway.engine.layout.Version;

/**
 * A row of a migration that was applied, and whose file has another version now.
 *
 * @param row the row, with the version that it has in the table
 * @param version the version of the file
 */
public record RenumberedRow(HistoryRow row, Version version) {

	/** Return the row as it is with the version of the file. */
	public HistoryRow renumbered() {
		return new HistoryRow(this.row.id(), this.row.kind(), this.version, this.row.name(), this.row.checksum(),
				this.row.state(), this.row.statements(), this.row.appliedAt(), this.row.duration(), this.row.runId(),
				this.row.appliedBy(), this.row.origin());
	}

	/**
	 * Return whether the table is to have the version of the file. A release that still
	 * has the timestamp takes the number for its own, and does not put the timestamp
	 * back.
	 */
	public boolean isToBeRecorded() {
		return !this.version.isTimestamp();
	}

	/** Return whether a history has the version of the file in this row. */
	public boolean isRecordedIn(History history) {
		for (HistoryRow other : history.rows()) {
			if (other.id() == this.row.id()) {
				return this.version.equals(other.version());
			}
		}
		return false;
	}

	/** Both versions, for a person. */
	@Override
	public String toString() {
		return this.row.version() + "_" + this.row.name() + " is " + this.version;
	}

}
