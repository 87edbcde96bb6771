package dev.slipway.engine.plan;

import java.util.List;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;

/**
 * A history whose rows are those of the files as they are now, whatever versions these
 * have been given since.
 *
 * @param rows the rows in their order, with the versions of their files
 * @param missing those of them whose files are gone although later ones are there
 * @param unclear why a row that seems to be missing may be that of a file which would run
 */
public record FollowedHistory(List<HistoryRow> rows, List<HistoryRow> missing, List<Conflict> unclear) {

	/**
	 * Compare a history with the files, all of them whatever version a run stops at.
	 * @param options the service's options
	 * @param set the files
	 * @param history what was applied
	 */
	public static FollowedHistory of(MigratorOptions options, MigrationSet set, History history) {
		Comparison comparison = Comparison.of(set, history.rows(), options.outOfOrder());
		return new FollowedHistory(comparison.rows(), comparison.missing(), comparison.unclear());
	}

}
