package dev.slipway.engine.history;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.StoredUndo;

/**
 * The PL/pgSQL that makes rows of a history fit the files again, for one transaction that
 * holds the lock, under the safe path.
 *
 * @param table the history table
 * @param planned the history that the changes were planned with
 */
public record RepairSql(HistoryTable table, History planned) {

	/** What comes before all changes: nobody else has changed the history meanwhile. */
	public String begin() {
		return (this.planned.outdated() ? this.table.upgrade() : "") + this.table.lockForWriting()
				+ this.table.requireCheckedTriggers(this.planned) + """
						if %s then
						raise exception using errcode = '%s', message = 'the history has moved on';
						end if;
						""".formatted(this.table.moved(this.planned), SqlState.HISTORY_MOVED);
	}

	/**
	 * Record what the file is now.
	 * @param row the row
	 * @param migration the migration, parsed
	 */
	public String accept(HistoryRow row, Migration migration) {
		String undo = migration.undoScript().flatMap(StoredUndo::text).map(Quote::literal).orElse("");
		String checksum = Quote.literal(migration.checksum());
		return "update only " + this.table.qualified() + " h set checksum = " + checksum + ", statement_hashes = "
				+ HistoryTable.stored(HistoryTable.hashes(migration))
				+ (undo.isEmpty() ? "" : ", undo_script = " + undo) + ", run_id = " + OwnedSql.KEEP_WITNESS + " where "
				+ HistoryTable.unchanged(row) + ";\n" + this.table.requireRow("h.id = " + row.id()
						+ " and h.checksum = " + checksum + (undo.isEmpty() ? "" : " and h.undo_script = " + undo));
	}

	/**
	 * Remove a row.
	 * @param row the row
	 */
	public String remove(HistoryRow row) {
		return """
				delete from only %1$s h where %2$s;
				if exists (select from only %1$s h where h.id = %3$s) then
				raise sqlstate '%4$s' using message = 'the row that was removed is still there';
				end if;
				""".formatted(this.table.qualified(), HistoryTable.unchanged(row), row.id(), SqlState.ROW_LOST);
	}

}
