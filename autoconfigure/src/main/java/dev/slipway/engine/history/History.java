package dev.slipway.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.VersionOrder;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.files.Undo;
import dev.slipway.engine.postgres.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * What was applied, at one moment.
 *
 * @param schema the schema in which the history table was found, or is to be made
 * @param exists whether it exists
 * @param outdated whether it was made by an earlier release, and lacks columns that are
 * added before the next row is written
 * @param asFiles whether its rows are those of the files, each applied, and were not sent
 * for that reason: nothing is pending
 * @param rows its rows in the order in which they were written
 * @param lastId the id of its last row, 0 when there is none
 * @param triggers whether the table has triggers
 * @param writers other roles that were granted to write to the table, for people;
 * {@code null} when there are none
 * @param server what the server said in the same round trip
 */
public record History(String schema, boolean exists, boolean outdated, boolean asFiles, List<HistoryRow> rows,
		long lastId, boolean triggers, @Nullable String writers, ServerInfo server) {

	/**
	 * Create a history.
	 */
	public History {
		rows = List.copyOf(rows);
	}

	/**
	 * Create a history that has no table yet.
	 */
	History(String schema, ServerInfo server) {
		this(schema, false, false, false, List.of(), 0, false, null, server);
	}

	/** Return the same history with the rows that were read after all else. */
	History of(List<HistoryRow> rows) {
		return new History(this.schema, this.exists, this.outdated, false, rows,
				rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id(), this.triggers, this.writers, this.server);
	}

	/**
	 * Return the rows in the order in which they were written.
	 * @throws IllegalStateException if the server has not sent them, so that what was not
	 * sent never counts as not applied
	 */
	@Override
	public List<HistoryRow> rows() {
		if (this.asFiles) {
			throw new IllegalStateException("the rows are those of the files and were not sent");
		}
		return this.rows;
	}

	/**
	 * Return whether anything was applied, or begun.
	 */
	public boolean hasRows() {
		return this.asFiles || !this.rows.isEmpty();
	}

	/**
	 * Return the same history of a table that is to be checked in full before it is
	 * written: a trigger comes with the migration itself, or has come since.
	 */
	public History withTriggers() {
		return new History(this.schema, this.exists, this.outdated, this.asFiles, this.rows, this.lastId, true,
				this.writers, this.server);
	}

	/**
	 * Return the same history with other rows, as they would be after they are written.
	 * @param rows the rows
	 */
	public History withRows(List<HistoryRow> rows) {
		return new History(this.schema, this.exists, this.outdated, false, rows, this.lastId, this.triggers,
				this.writers, this.server);
	}

	/**
	 * Return the newest version that is applied.
	 * @param order the order of versions
	 * @return the version in its canonical form; {@code null} when there is none
	 */
	public @Nullable String newest(VersionOrder order) {
		Version newest = null;
		for (HistoryRow row : rows()) {
			Version version = row.isApplied() ? row.version() : null;
			if (version != null && (newest == null || order.compare(version, newest) > 0)) {
				newest = version;
			}
		}
		return (newest != null) ? newest.canonical() : null;
	}

	/**
	 * Return the rows of migrations that were begun and are not applied as a whole.
	 */
	public List<HistoryRow> unfinished() {
		List<HistoryRow> unfinished = new ArrayList<>();
		for (HistoryRow row : rows()) {
			if (!row.isApplied()) {
				unfinished.add(row);
			}
		}
		return unfinished;
	}

	/**
	 * Return the row of what was begun and is not applied as a whole.
	 * @param executable a migration, what undoes one, or a callback, which never has a
	 * row
	 */
	public Optional<HistoryRow> unfinished(Executable executable) {
		if (executable instanceof Undo undo) {
			return unfinished().stream().filter((row) -> row.id() == undo.row()).findFirst();
		}
		return (executable instanceof Migration migration)
				? unfinished().stream().filter((row) -> row.isOf(migration)).reduce((first, second) -> second)
				: Optional.empty();
	}

}
