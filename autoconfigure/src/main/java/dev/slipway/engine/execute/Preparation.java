package dev.slipway.engine.execute;

import java.sql.SQLException;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.SqlState;

/**
 * Says what it means when the server refuses what comes before a script.
 */
final class Preparation {

	private Preparation() {
	}

	/**
	 * Tell what a refusal comes to. A table that is not what was read is read again,
	 * which tells what is wrong with it: somebody has dropped it, or made one meanwhile.
	 */
	static Outcome interpret(HistoryTable table, SQLException failure) {
		return switch (String.valueOf(failure.getSQLState())) {
			case SqlState.LOCK_NOT_FREE -> new Outcome.LockNotFree();
			case SqlState.HISTORY_MOVED, SqlState.UNDEFINED_TABLE, SqlState.FOREIGN_TABLE, SqlState.DUPLICATE_TABLE,
					SqlState.UNIQUE_VIOLATION ->
				new Outcome.HistoryMoved();
			case SqlState.UNTRUSTED_TABLE -> new Outcome.Refused(Reason.UNTRUSTED_TABLE,
					"the history table " + table.qualified() + " is not safe to use", failure);
			case SqlState.SCHEMA_MISSING -> new Outcome.Refused(Reason.MISSING_SCHEMA,
					"the schema of the history table " + table.qualified() + " does not exist", failure);
			default -> unknown(table, failure);
		};
	}

	private static Outcome unknown(HistoryTable table, SQLException failure) {
		Reason reason = DatabaseException.reason(failure);
		if (reason == Reason.UNREACHABLE) {
			return new Outcome.ConnectionLost(null, failure);
		}
		return Outcome.Contended.of(
				new Outcome.Refused(reason, "the history table " + table.qualified() + " cannot be used", failure),
				failure);
	}

}
