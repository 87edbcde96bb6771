package dev.slipway;

import java.util.List;

/**
 * What {@link Migrator#repair(boolean)} changes in a history, so that it fits the files
 * again. The database itself stays as it is.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param historyTable the history table, qualified and quoted
 * @param changes the rows that are changed, in the order in which they were written
 * @param done whether they were; otherwise it was only shown
 */
public record RepairReport(String service, String historyTable, List<Change> changes, boolean done) {

	/**
	 * Create a report.
	 */
	public RepairReport {
		changes = List.copyOf(changes);
	}

	/**
	 * One row that is changed.
	 *
	 * @param kind what is changed
	 * @param label the file's name without its ending; of a row without a file, what the
	 * history has
	 * @param description what is changed, and why
	 * @param details how the file differs from what was applied, a line for each
	 * statement; empty when that is not the question
	 */
	public record Change(Kind kind, String label, String description, List<String> details) {

		/**
		 * Create a change.
		 */
		public Change {
			details = List.copyOf(details);
		}

	}

	/**
	 * What is changed in a row.
	 */
	public enum Kind {

		/** The checksum of the file, as it is now, is recorded. */
		CHECKSUM,

		/** The undo script of the file, as it is now, is stored. */
		UNDO_SCRIPT,

		/** The row is removed, because its file is gone. */
		FILE_GONE,

		/** The row is removed, because its migration has failed. */
		FAILED

	}

}
