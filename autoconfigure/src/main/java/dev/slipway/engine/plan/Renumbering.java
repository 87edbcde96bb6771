package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows without a file are those of files without a row: timestamps become
 * numbers before a release, and a database that has applied the one must not apply the
 * other. Name and text are the same, one version is a timestamp, and the other is none.
 * Where several rows or several files may be meant, none is. A file whose text is another
 * one too is still that of the row, and has changed.
 */
final class Renumbering {

	private final List<RenumberedRow> rows = new ArrayList<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	/** Rows of files that another process may be running, as they are at its end. */
	private final Map<Long, HistoryRow> finished = new HashMap<>();

	private Renumbering() {
	}

	/**
	 * Compare what is left over.
	 * @param rows the rows with a version that are those of no file
	 * @param files the migrations that have no row
	 */
	static Renumbering of(List<HistoryRow> rows, List<Migration> files) {
		Renumbering renumbering = new Renumbering();
		Map<Object, Integer> same = candidates(rows, files, Renumbering::isSame);
		Map<Object, Integer> changed = candidates(rows, files,
				(row, file) -> !same.containsKey(row) && !same.containsKey(file) && isChanged(row, file));
		for (HistoryRow row : rows) {
			for (Migration file : files) {
				renumbering.compare(row, file, same, changed);
			}
		}
		return renumbering;
	}

	/** How often each row and each file may be one of the others. */
	private static Map<Object, Integer> candidates(List<HistoryRow> rows, List<Migration> files,
			BiPredicate<HistoryRow, Migration> match) {
		Map<Object, Integer> candidates = new HashMap<>();
		for (HistoryRow row : rows) {
			for (Migration file : files) {
				if (match.test(row, file)) {
					candidates.merge(row, 1, Integer::sum);
					candidates.merge(file, 1, Integer::sum);
				}
			}
		}
		return candidates;
	}

	private void compare(HistoryRow row, Migration file, Map<Object, Integer> same, Map<Object, Integer> changed) {
		if (isSame(row, file)) {
			if (isOnlyOne(row, file, same)) {
				this.rows.add(new RenumberedRow(row, file.requireVersion()));
			}
			else {
				this.conflicts.add(ConflictText.ambiguous(file, row));
			}
		}
		else if (changed.containsKey(row) && changed.containsKey(file) && isChanged(row, file)) {
			if (isOnlyOne(row, file, changed)) {
				this.rows.add(new RenumberedRow(row, file.requireVersion()));
			}
			else {
				this.conflicts.add(ConflictText.ambiguousChange(file, row));
			}
		}
		else if (!row.isApplied() && isNamedAlike(row, file)) {
			this.conflicts.add(ConflictText.unfinished(file, row));
			if (row.state() == HistoryRow.State.RUNNING && !row.isBeingUndone()) {
				this.finished.put(row.id(), finished(row, file));
			}
		}
	}

	private static boolean isOnlyOne(HistoryRow row, Migration file, Map<Object, Integer> candidates) {
		return candidates.getOrDefault(row, 0) == 1 && candidates.getOrDefault(file, 0) == 1;
	}

	/** What has no file by its nature has no text to compare. */
	private static boolean isSame(HistoryRow row, Migration file) {
		return isAppliedAlike(row, file) && row.checksum().equals(file.checksum());
	}

	private static boolean isChanged(HistoryRow row, Migration file) {
		return isAppliedAlike(row, file) && !row.checksum().equals(file.checksum());
	}

	private static boolean isAppliedAlike(HistoryRow row, Migration file) {
		return isNamedAlike(row, file) && row.isApplied() && !row.checksum().isEmpty();
	}

	private static boolean isNamedAlike(HistoryRow row, Migration file) {
		Version version = row.version();
		return version != null && row.kind() == Migration.Kind.VERSIONED && file.kind() == Migration.Kind.VERSIONED
				&& row.name().equals(file.name()) && version.isTimestamp() != file.requireVersion().isTimestamp();
	}

	/** Those whose version in the files is another one than that in the table. */
	List<RenumberedRow> rows() {
		return this.rows;
	}

	List<Conflict> conflicts() {
		return this.conflicts;
	}

	/** Return rows of a history, those that may be running as they are at their end. */
	List<HistoryRow> finishedIn(List<HistoryRow> history) {
		return history.stream().map((row) -> this.finished.getOrDefault(row.id(), row)).toList();
	}

	boolean mayBeRunning() {
		return !this.finished.isEmpty();
	}

	private static HistoryRow finished(HistoryRow row, Migration file) {
		return new HistoryRow(row.id(), row.kind(), row.version(), row.name(), file.checksum(),
				HistoryRow.State.APPLIED, row.statements(), row.appliedAt(), row.duration(), row.runId(),
				row.appliedBy(), row.origin());
	}

	/** Return the row of a history that one with the version of its file comes from. */
	HistoryRow original(HistoryRow row) {
		for (RenumberedRow each : this.rows) {
			if (each.row().id() == row.id()) {
				return each.row();
			}
		}
		return row;
	}

	/** Return rows of a history, with the versions of their files. */
	List<HistoryRow> in(List<HistoryRow> history) {
		List<HistoryRow> renumbered = new ArrayList<>();
		for (HistoryRow row : history) {
			RenumberedRow changed = null;
			for (RenumberedRow each : this.rows) {
				changed = (each.row() == row) ? each : changed;
			}
			renumbered.add((changed != null) ? changed.renumbered() : row);
		}
		return renumbered;
	}

	/**
	 * Return the number that the table has for a file with a timestamp, {@code null} when
	 * it has none.
	 */
	@Nullable Version recorded(@Nullable Version file) {
		for (RenumberedRow each : this.rows) {
			if (each.version().equals(file) && !each.isToBeRecorded()) {
				return each.row().version();
			}
		}
		return null;
	}

}
