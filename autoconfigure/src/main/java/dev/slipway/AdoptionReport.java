package dev.slipway;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the history of another tool fits the files of one service, and whether it was taken
 * over. Immutable.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param outcome what came of it
 * @param tool the other tool, such as "Flyway"; empty where there is none
 * @param foreignTable its table, qualified and quoted, which stays as it is; empty where
 * there is none
 * @param historyTable Slipway's own table, qualified and quoted
 * @param entries the rows, in the order in which they are written
 * @param pending the labels of what the next start applies, in that order
 */
public record AdoptionReport(String service, Outcome outcome, String tool, String foreignTable, String historyTable,
		List<Entry> entries, List<String> pending) {

	/**
	 * Create a report.
	 */
	public AdoptionReport {
		entries = List.copyOf(entries);
		pending = List.copyOf(pending);
	}

	/**
	 * One row of the new history.
	 *
	 * @param row how the other tool names it
	 * @param file the label of its file; {@code null} where it has none
	 * @param version its version, in its canonical form; {@code null} for a repeatable
	 * @param state what it stands for
	 * @param appliedAt when the other tool has applied it; {@code null} where that is not
	 * known
	 * @param compared whether the other tool's checksum was compared with the file
	 */
	public record Entry(String row, @Nullable String file, @Nullable String version, State state,
			@Nullable Instant appliedAt, boolean compared) {
	}

	/**
	 * What came of it.
	 */
	public enum Outcome {

		/** The rows fit the files, and nothing was written. */
		SHOWN,

		/** The rows were written. */
		WRITTEN,

		/** There is no history of another tool, or nothing that was taken over. */
		NOTHING_FOUND,

		/** Slipway has a history of its own already. */
		HAS_HISTORY,

		/** What was taken over can be given back, and nothing was dropped. */
		UNDO_SHOWN,

		/** The history table was dropped. */
		UNDONE

	}

	/**
	 * What a row of the new history stands for.
	 */
	public enum State {

		/** A file that is applied. */
		APPLIED,

		/** A repeatable that has changed since: the next start applies it again. */
		CHANGED,

		/** All that was there before the other tool came, up to a version. */
		BASELINE,

		/** Code that the other tool has run. */
		PROGRAM

	}

}
