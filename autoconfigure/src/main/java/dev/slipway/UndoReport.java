package dev.slipway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Migrator#undo(int)} has undone.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param version the newest version that is still applied; {@code null} when none is
 * @param undone the migrations that were undone, in the order in which they were
 */
public record UndoReport(String service, @Nullable String version, List<Undone> undone) {

	/**
	 * Create a report.
	 */
	public UndoReport {
		undone = List.copyOf(undone);
	}

	/**
	 * A migration that was undone.
	 *
	 * @param version its version in the canonical form
	 * @param name its name
	 * @param label the file's name without its ending; of a row without a file, what the
	 * history has
	 */
	public record Undone(String version, String name, String label) {
	}

}
