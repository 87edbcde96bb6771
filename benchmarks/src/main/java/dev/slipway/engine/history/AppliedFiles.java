package dev.slipway.engine.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.postgres.ServerInfo;

/**
 * Makes a history in which files are applied.
 */
public final class AppliedFiles {

	private AppliedFiles() {
	}

	/**
	 * Return the history of a set of which the first files are applied.
	 * @param set the files
	 * @param applied how many of them are applied
	 */
	public static History of(MigrationSet set, int applied) {
		List<HistoryRow> rows = new ArrayList<>();
		for (Migration migration : set.versioned().subList(0, applied)) {
			rows.add(new HistoryRow(rows.size() + 1L, migration.kind(), migration.version(), migration.name(),
					migration.checksum(), HistoryRow.State.APPLIED, 1, Instant.EPOCH, Duration.ZERO, null, null, null));
		}
		ServerInfo server = new ServerInfo("1", false, false, false, 180000, false, false, "public", "app", "app");
		return new History("public", server).withRows(rows);
	}

}
