package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
 * Where several rows or several files may be meant, none is.
 */
final class Renumbering {

	private final List<RenumberedRow> rows = new ArrayList<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	private Renumbering() {
	}

	/**
	 * Compare what is left over.
	 * @param rows the rows with a version that are those of no file
	 * @param files the migrations that have no row
	 */
	static Renumbering of(List<HistoryRow> rows, List<Migration> files) {
		Renumbering renumbering = new Renumbering();
		Map<Object, Integer> candidates = new HashMap<>();
		for (HistoryRow row : rows) {
			for (Migration file : files) {
				if (isSame(row, file)) {
					candidates.merge(row, 1, Integer::sum);
					candidates.merge(file, 1, Integer::sum);
				}
			}
		}
		for (HistoryRow row : rows) {
			for (Migration file : files) {
				renumbering.compare(row, file, candidates);
			}
		}
		return renumbering;
	}

	private void compare(HistoryRow row, Migration file, Map<Object, Integer> candidates) {
		if (isSame(row, file)) {
			if (candidates.getOrDefault(row, 0) > 1 || candidates.getOrDefault(file, 0) > 1) {
				this.conflicts.add(ConflictText.ambiguous(file, row));
			}
			else {
				this.rows.add(new RenumberedRow(row, file.requireVersion()));
			}
		}
		else if (!row.isApplied() && isNamedAlike(row, file)) {
			this.conflicts.add(ConflictText.unfinished(file, row));
		}
	}

	/** What has no file by its nature has no text to compare. */
	private static boolean isSame(HistoryRow row, Migration file) {
		return isNamedAlike(row, file) && row.isApplied() && !row.checksum().isEmpty()
				&& row.checksum().equals(file.checksum());
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
