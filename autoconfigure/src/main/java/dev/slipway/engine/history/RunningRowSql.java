package dev.slipway.engine.history;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.StoredUndo;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of the one row that a run works on statement by statement. A run has one such
 * row at a time, so that its id and the number of finished statements tell whether the
 * row is still its own: a run that takes a row over writes its own id into it.
 *
 * @param table the history table
 * @param planned the history that the plan was made with; {@code null} for a callback,
 * which has no row, so that nothing is recorded
 * @param runId the run
 * @param undo what the row was before it was undone; {@code null} for a row that is not
 */
public record RunningRowSql(HistoryTable table, @Nullable History planned, String runId, @Nullable UndoMark undo) {

	/**
	 * Create the SQL of a row that is applied, or of none.
	 */
	public RunningRowSql(HistoryTable table, @Nullable History planned, String runId) {
		this(table, planned, runId, null);
	}

	/**
	 * Return the PL/pgSQL that must come before the others in their transaction, and
	 * before any statement of a script.
	 */
	public String permission() {
		return (this.planned != null) ? this.table.lockForWriting() : "";
	}

	/**
	 * Return the PL/pgSQL that writes the row before the first statement runs.
	 * @param migration the migration
	 * @param checksum the checksum of no statement at all
	 */
	public String begin(Migration migration, String checksum) {
		return (this.planned != null) ? this.table.requireCheckedTriggers(this.planned)
				+ this.table.insertion(migration, this.runId, "running", 0, checksum) : "";
	}

	/**
	 * Return the PL/pgSQL that makes another run's row, or an earlier one's, this run's
	 * own.
	 * @param row the row as the plan was made with
	 * @param migration the migration as it is now
	 * @param statements how many statements stay finished
	 * @param checksum their checksum
	 */
	public String takeOver(HistoryRow row, Migration migration, int statements, String checksum) {
		return update("run_id = '" + this.runId + "', state = 'running', name = " + Quote.literal(migration.name())
				+ ", statements = " + statements + ", checksum = " + Quote.literal(checksum) + ", undo_script = "
				+ migration.undoScript().flatMap(StoredUndo::text).map(Quote::literal).orElse("null"),
				HistoryTable.unchanged(row), own(statements) + withChecksum(checksum));
	}

	/**
	 * Return the PL/pgSQL that makes the row of a migration the run's own, to undo it or
	 * to go on with that.
	 * @param row the row as the plan was made with
	 * @param statements how many statements of the undo script are finished
	 * @param checksum their checksum
	 */
	public String takeOverToUndo(HistoryRow row, int statements, String checksum) {
		String counted = row.isApplied() ? ", counted_in = pg_catalog.pg_current_xact_id()" : "";
		return update(
				"run_id = '" + this.runId + "', state = 'running', statements = " + statements + ", checksum = "
						+ marked(checksum) + counted,
				HistoryTable.unchanged(row), own(statements) + withChecksum(checksum));
	}

	/**
	 * Return the PL/pgSQL that removes the row when the undo script has come to its end.
	 * @param statements how many statements the undo script has
	 */
	public String removeUndone(int statements) {
		return remove(own(statements));
	}

	/**
	 * Return the PL/pgSQL that removes the row in the transaction that has undone its
	 * migration.
	 * @param row the row as the plan was made with
	 */
	public String remove(HistoryRow row) {
		return remove(HistoryTable.unchanged(row));
	}

	/**
	 * Return the PL/pgSQL that counts statements in the transaction that ran them.
	 * @param from how many statements were finished
	 * @param to how many are finished now
	 * @param checksum the checksum of these
	 */
	public String advance(int from, int to, String checksum) {
		return update(
				count(to, checksum) + ", duration = h.duration operator(pg_catalog.+) (pg_catalog.clock_timestamp()"
						+ " operator(pg_catalog.-) pg_catalog.transaction_timestamp())",
				own(from), own(to) + withChecksum(checksum));
	}

	/**
	 * Return the PL/pgSQL that counts statements after they ran.
	 * @param from how many statements were finished
	 * @param to how many are finished now
	 * @param checksum the checksum of these
	 * @param milliseconds how long they took
	 */
	public String advance(int from, int to, String checksum, long milliseconds) {
		return update(count(to, checksum) + ", duration = h.duration operator(pg_catalog.+) interval '" + milliseconds
				+ " milliseconds'", own(from), own(to) + withChecksum(checksum));
	}

	/** Who only takes the row over leaves {@code counted_in} as it was. */
	private String count(int statements, String checksum) {
		return "statements = " + statements + ", checksum = " + marked(checksum)
				+ ", counted_in = pg_catalog.pg_current_xact_id()";
	}

	/**
	 * Return the PL/pgSQL that records the migration as applied.
	 * @param from how many statements were finished
	 * @param to how many the script has
	 * @param migration the migration as it is now
	 */
	public String complete(int from, int to, Migration migration) {
		String checksum = migration.checksum();
		return update(
				"state = 'applied', statements = " + to + ", checksum = " + Quote.literal(checksum)
						+ ", applied_at = pg_catalog.now(), statement_hashes = "
						+ HistoryTable.stored(HistoryTable.hashes(migration)),
				own(from), is("applied", to) + withChecksum(checksum));
	}

	/**
	 * Return the PL/pgSQL that records that the server refused the next statement. A
	 * migration of which nothing is undone stays applied.
	 * @param from how many statements are finished
	 */
	public String fail(int from) {
		if (this.undo != null && from == 0) {
			return update("state = 'applied', statements = " + this.undo.statements() + ", checksum = "
					+ Quote.literal(this.undo.checksum()), own(from), is("applied", this.undo.statements()));
		}
		return update("state = 'failed'", own(from), is("failed", from));
	}

	/**
	 * Return the query for the transaction that last counted: what is older in the
	 * catalogs was there before the statement after the finished ones began.
	 */
	public String writer() {
		return (this.planned != null)
				? writer("h.run_id operator(pg_catalog.=) '" + this.runId
						+ "' and h.state operator(pg_catalog.=) 'running'")
				: "select pg_catalog.pg_current_xact_id()::pg_catalog.xid::pg_catalog.text";
	}

	/**
	 * Return the query for the transaction that last counted in a row, or began it.
	 * @param row the row
	 */
	public String writer(HistoryRow row) {
		return writer("h.id operator(pg_catalog.=) " + row.id());
	}

	private String writer(String condition) {
		return "select h.counted_in::pg_catalog.xid::pg_catalog.text from only " + this.table.qualified() + " h where "
				+ condition;
	}

	private String own(int statements) {
		return is("running", statements);
	}

	private String is(String state, int statements) {
		return "h.run_id operator(pg_catalog.=) '" + this.runId + "' and h.state operator(pg_catalog.=) '" + state
				+ "' and h.statements operator(pg_catalog.=) " + statements;
	}

	private String withChecksum(String checksum) {
		return " and h.checksum operator(pg_catalog.=) " + marked(checksum);
	}

	private String marked(String checksum) {
		return Quote.literal((this.undo != null) ? this.undo.with(checksum) : checksum);
	}

	/**
	 * What was applied after it and runs whenever it has changed goes with it: it may
	 * have been dropped, or need what is gone.
	 */
	private String remove(String condition) {
		if (this.planned == null) {
			return "";
		}
		return this.table.requireCheckedTriggers(this.planned) + """
				declare
				removed pg_catalog.int8;
				begin
				delete from only %1$s h where %2$s returning h.id into removed;
				if removed is null and not exists (select from only %1$s h where %2$s) then
				raise exception using errcode = '%3$s', message = 'the history has moved on';
				end if;
				%5$s;
				delete from only %1$s h where h.kind = 'repeatable' and h.name in (select r.name from only %1$s r
				where r.kind = 'repeatable' and r.id > removed);
				if removed is null or exists (select from only %1$s h where h.id = removed
				or (h.kind = 'repeatable' and h.id > removed)) then
				raise sqlstate '%4$s' using message = 'the row that was removed is still there';
				end if;
				end;
				""".formatted(this.table.qualified(), condition, SqlState.HISTORY_MOVED, SqlState.ROW_LOST,
				OwnTransaction.SAFE_PATH);
	}

	/** A row that is there and was not changed was left out by a trigger or a rule. */
	private String update(String changes, String condition, String result) {
		if (this.planned == null) {
			return "";
		}
		return this.table.requireCheckedTriggers(this.planned) + """
				declare
				changed pg_catalog.int8;
				begin
				update only %1$s h set %2$s where %3$s returning h.id into changed;
				if changed is null and not exists (select from only %1$s h where %3$s) then
				raise exception using errcode = '%4$s', message = 'the history has moved on';
				end if;
				%5$send;
				""".formatted(this.table.qualified(), changes, condition, SqlState.HISTORY_MOVED,
				this.table.requireRow("h.id operator(pg_catalog.=) changed and " + result));
	}

}
