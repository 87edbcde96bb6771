package dev.slipway.engine.execute;

import java.sql.SQLException;

import dev.slipway.engine.error.DatabaseException;
import dev.slipway.engine.error.DatabaseException.Reason;
import dev.slipway.engine.history.HistoryTable;

/**
 * Says what it means when the server refuses what comes before a script.
 */
final class Preparation {

	private Preparation() {
	}

	static Execution.Result interpret(HistoryTable table, SQLException failure) {
		return switch (String.valueOf(failure.getSQLState())) {
			case MigrationTransaction.LOCK_NOT_FREE -> new Execution.LockNotFree();
			case MigrationTransaction.HISTORY_MOVED, HistoryTable.UNDEFINED_TABLE -> new Execution.HistoryMoved();
			case MigrationTransaction.SCHEMA_MISSING -> new Execution.Refused(Reason.MISSING_SCHEMA,
					"the schema of the history table " + table.qualified() + " does not exist", failure);
			default -> unknown(table, failure);
		};
	}

	private static Execution.Result unknown(HistoryTable table, SQLException failure) {
		Reason reason = DatabaseException.reason(failure);
		if (reason == Reason.UNREACHABLE) {
			return new Execution.ConnectionLost(null, failure);
		}
		return Execution.Contended.of(
				new Execution.Refused(reason, "the history table " + table.qualified() + " cannot be used", failure),
				failure);
	}

}
