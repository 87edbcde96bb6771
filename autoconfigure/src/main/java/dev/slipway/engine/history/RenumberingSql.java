package dev.slipway.engine.history;

import java.util.List;

import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The SQL that gives rows the versions that their files have now. Nothing else of a row
 * changes but the run, so that the row stays a witness of what its transaction has made,
 * and a row that is no longer as it was read is left alone.
 *
 * @param table the history table
 * @param planned the history that the plan was made with
 */
public record RenumberingSql(HistoryTable table, History planned) {

	/**
	 * Return the PL/pgSQL that changes the rows, or raises. It must run under the lock.
	 * @param rows the rows
	 */
	public String update(List<RenumberedRow> rows) {
		StringBuilder sql = new StringBuilder(this.table.lockForWriting())
			.append(this.table.requireCheckedTriggers(this.planned));
		for (RenumberedRow row : rows) {
			sql.append(update(row));
		}
		return sql.toString();
	}

	private String update(RenumberedRow renumbered) {
		HistoryRow row = renumbered.row();
		String same = "h.id operator(pg_catalog.=) " + row.id() + " and h.name operator(pg_catalog.=) "
				+ Quote.literal(row.name()) + " and h.checksum operator(pg_catalog.=) " + Quote.literal(row.checksum())
				+ " and h.state operator(pg_catalog.=) 'applied' and h.version operator(pg_catalog.=) ";
		String before = same + Quote.literal(String.valueOf(row.version()));
		String after = Quote.literal(renumbered.version().canonical());
		return """
				if not exists (select from only %1$s h where %2$s) then
				raise exception using errcode = '%3$s', message = 'the history has moved on';
				end if;
				update only %1$s h set version = %4$s, run_id = %5$s where %2$s;
				""".formatted(this.table.qualified(), before, SqlState.HISTORY_MOVED, after, OwnedSql.KEEP_WITNESS)
				+ this.table.requireRow(same + after);
	}

}
