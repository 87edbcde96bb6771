package dev.slipway.engine.run;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.HistoryConflictException.Kind;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.StoredScripts;
import dev.slipway.engine.plan.FollowedHistory;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.script.StatementComparison;
import dev.slipway.engine.script.StatementDifference;
import dev.slipway.engine.script.StatementHashes;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * Which statements of a file differ from what was applied. What the history has kept of
 * them is read only when a file has changed.
 *
 * @param hashes what it has kept, by the ids of the rows
 */
record ChangedStatements(Map<Long, byte[]> hashes) {

	/** How many are named in one sentence. */
	private static final int MOST = 3;

	/**
	 * Return an exception that also names the statements, where it is one of changed
	 * files.
	 * @param failure what was thrown
	 * @param set the files
	 * @param history the history; {@code null} when it could not be read
	 */
	static RuntimeException explained(RuntimeException failure, DataSource dataSource, MigratorOptions options,
			MigrationSet set, @Nullable History history) {
		if (!(failure instanceof HistoryConflictException conflict) || history == null) {
			return failure;
		}
		Map<Migration, HistoryRow> changed = changed(set, FollowedHistory.of(options, set, history).rows());
		try (BorrowedConnection session = new BorrowedConnection(options.service(), dataSource)) {
			HistoryTable table = HistoryTable.of(options, history);
			ChangedStatements statements = of(session, new StoredScripts(table, options.role()), history,
					List.copyOf(changed.values()));
			List<Conflict> explained = new ArrayList<>();
			for (Conflict each : conflict.getConflicts()) {
				explained.add(statements.explained(each, changed));
			}
			return new HistoryConflictException(options.service(), table.qualified(), explained, List.of());
		}
		catch (SQLException | DatabaseException ex) {
			failure.addSuppressed(ex);
			return failure;
		}
	}

	/**
	 * Read what the history has kept.
	 * @param rows the rows of changed files
	 */
	static ChangedStatements of(BorrowedConnection session, StoredScripts stored, History history,
			List<HistoryRow> rows) throws SQLException {
		// A table of an earlier release has kept nothing.
		return new ChangedStatements((history.outdated() || rows.isEmpty()) ? Map.of()
				: stored.hashes(session.connection(), rows.stream().map(HistoryRow::id).toList()));
	}

	/** The files that have changed since they were applied, with their rows. */
	static Map<Migration, HistoryRow> changed(MigrationSet set, List<HistoryRow> rows) {
		Map<Migration, HistoryRow> changed = new LinkedHashMap<>();
		List<Migration> files = new ArrayList<>(set.baselines());
		files.addAll(set.versioned());
		for (Migration file : files) {
			for (HistoryRow row : rows) {
				if (row.isOf(file) && row.isApplied() && !row.checksum().isEmpty()
						&& !row.checksum().equals(file.checksum())) {
					changed.put(file, row);
				}
			}
		}
		return changed;
	}

	private Conflict explained(Conflict conflict, Map<Migration, HistoryRow> changed) {
		for (Map.Entry<Migration, HistoryRow> each : changed.entrySet()) {
			Migration file = each.getKey();
			if (conflict.kind() == Kind.CHANGED && conflict.version().equals(file.requireVersion().canonical())
					&& conflict.description().startsWith(file.script().path() + " has changed")
					&& this.hashes.containsKey(each.getValue().id()) && file.code() == null) {
				List<String> lines = lines(file, each.getValue());
				String more = (lines.size() > MOST) ? "; and " + (lines.size() - MOST) + " more" : "";
				return new Conflict(conflict.kind(), conflict.version(), conflict.description() + " Compared with it, "
						+ String.join("; ", lines.subList(0, Math.min(MOST, lines.size()))) + more + ".");
			}
		}
		return conflict;
	}

	/**
	 * Say how a file differs from what was applied, a line for each statement.
	 */
	List<String> lines(Migration file, HistoryRow row) {
		byte[] kept = this.hashes.get(row.id());
		if (file.code() != null) {
			return List.of();
		}
		if (kept == null) {
			return List
				.of("which statements differ is not known: the history has kept nothing of them, as rows of earlier releases,"
						+ " those of very many statements, and those taken over from a tool without its checksum");
		}
		try {
			if (file.script().parse().isPresent()) {
				return List.of("which statements differ is not known: the file cannot be split into statements now");
			}
			List<StatementDifference> differences = StatementComparison.of(StatementHashes.of(kept), file.script());
			if (differences == null) {
				return List.of("which statements differ is not known: the file has too many now");
			}
			return differences.isEmpty()
					? List.of("no statement differs: comments, blanks, the data of a COPY or the undo script do")
					: differences.stream().map(StatementDifference::toString).toList();
		}
		catch (IOException ex) {
			return List.of("which statements differ is not known: " + ReadFailure.reason(ex));
		}
	}

}
