package dev.slipway.engine.execute.recovery;

import java.io.IOException;
import java.sql.SQLException;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.engine.execute.ScriptConnection;
import dev.slipway.engine.execute.StepwiseSql;
import dev.slipway.engine.execute.Stop;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.RunningRowSql;
import dev.slipway.engine.history.UndoMark;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.script.StatementsChecksum;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A migration's row, made the run's own, and where its script goes on.
 *
 * @param finished how many statements are finished
 * @param previousTry what is known of the next one
 */
public record ResumePoint(int finished, PreviousAttempt previousTry) {

	/**
	 * Write the row, or take over the one that is there.
	 * @param migration the migration that runs on the connection
	 * @param row the row, {@code null} when the migration was not begun
	 * @param deadline when to give up waiting for a statement of a killed process
	 */
	public static ResumePoint of(String service, ScriptConnection work, Migration migration, StepwiseSql sql,
			RunningRowSql progress, @Nullable HistoryRow row, long deadline)
			throws SQLException, Stop, IOException, InterruptedException {
		String nothing = StatementsChecksum.NOTHING;
		if (row == null) {
			work.run(sql.underLock(progress.begin(migration, nothing)));
			return new ResumePoint(0, PreviousAttempt.NONE);
		}
		if (row.state() == HistoryRow.State.RUNNING) {
			awaitOrphanedStatements(service, work, String.valueOf(row.runId()), deadline);
		}
		// A repeatable that has changed starts again: it is made to run again.
		boolean same = StatementsChecksum.matches(migration.script(), row.statements(), row.checksum());
		int finished = same ? row.statements() : 0;
		String before = work.value(sql.role(), progress.writer(row));
		work.run(sql.underLock(progress.takeOver(row, migration, finished, (finished > 0) ? row.checksum() : nothing)));
		PreviousAttempt previousTry = PreviousAttempt.of(row, before);
		return new ResumePoint(finished, same ? previousTry : previousTry.ofAnother());
	}

	/**
	 * Make the row of a migration the run's own, to undo it or to go on with that.
	 * @param undo what undoes it, which begins with what is finished of it
	 * @param row the row
	 * @param deadline when to give up waiting for a statement of a killed process
	 */
	public static ResumePoint ofUndo(String service, ScriptConnection work, StepwiseSql sql, RunningRowSql progress,
			UndoMark undo, HistoryRow row, long deadline) throws SQLException, Stop, InterruptedException {
		if (!row.isBeingUndone()) {
			work.run(sql.underLock(progress.takeOverToUndo(row, 0, undo.finished())));
			return new ResumePoint(0, PreviousAttempt.NONE);
		}
		if (row.state() == HistoryRow.State.RUNNING) {
			awaitOrphanedStatements(service, work, String.valueOf(row.runId()), deadline);
		}
		String before = work.value(sql.role(), progress.writer(row));
		work.run(sql.underLock(progress.takeOverToUndo(row, row.statements(), undo.finished())));
		return new ResumePoint(row.statements(), PreviousAttempt.of(row, before));
	}

	private static void awaitOrphanedStatements(String service, ScriptConnection work, String runId, long deadline)
			throws SQLException, Stop, InterruptedException {
		String what = "a statement of '" + Printable.line(work.executable().label())
				+ "' that a killed process has left running";
		OrphanedStatements orphans = new OrphanedStatements(work, runId);
		if (!orphans.await(new ServiceName(service) + " waits for " + what, deadline)) {
			throw new DatabaseException(service, Reason.WAIT_TIMEOUT,
					what + " did not end in time: " + Printable.line(orphans.seen()) + ". The comment '"
							+ RunTag.of(runId).strip()
							+ "' shows it in pg_stat_activity; pg_terminate_backend(pid) ends it.",
					null);
		}
	}

}
