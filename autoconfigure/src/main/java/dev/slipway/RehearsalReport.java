package dev.slipway;

import java.util.List;

/**
 * What {@link Migrator#rehearseUndo()} has tried.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param rehearsed the migrations that were applied, undone and applied again, in their
 * order
 * @param withoutUndo the migrations that have no undo script, and were applied only
 */
public record RehearsalReport(String service, List<String> rehearsed, List<String> withoutUndo) {

	/**
	 * Create a report.
	 */
	public RehearsalReport {
		rehearsed = List.copyOf(rehearsed);
		withoutUndo = List.copyOf(withoutUndo);
	}

}
