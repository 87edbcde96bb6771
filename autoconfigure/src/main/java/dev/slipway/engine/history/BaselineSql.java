package dev.slipway.engine.history;

import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The SQL that says of rows that Slipway has not applied what they record.
 *
 * @param table the history table
 * @param runId the run that has written the rows
 */
public record BaselineSql(HistoryTable table, String runId) {

	/**
	 * Return the PL/pgSQL that gives the rows of the run an origin, in the transaction
	 * that wrote them.
	 * @param origin where they come from
	 * @param rows how many there are
	 */
	public String origin(String origin, int rows) {
		return """
				update only %1$s h set origin = %2$s where h.run_id = '%3$s';
				if (select count(*) from only %1$s h where h.run_id = '%3$s' and h.origin = %2$s) <> %4$s then
				raise sqlstate '%5$s' using message = 'the row that was written is not there';
				end if;
				""".formatted(this.table.qualified(), Quote.literal(origin), this.runId, rows, SqlState.ROW_LOST);
	}

}
