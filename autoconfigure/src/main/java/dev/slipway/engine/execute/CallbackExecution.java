package dev.slipway.engine.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;

/**
 * Runs callbacks, each in a transaction of its own under the lock. They are not recorded.
 */
final class CallbackExecution {

	private final Connection connection;

	private final HistoryTable table;

	private final MigrationTransaction transaction;

	private final String runId;

	/** The expression that is true when the lock is held, or takes it. */
	private final String lock;

	CallbackExecution(Connection connection, HistoryTable table, MigrationTransaction transaction, String runId,
			String lock) {
		this.connection = connection;
		this.table = table;
		this.transaction = transaction;
		this.runId = runId;
		this.lock = lock;
	}

	/**
	 * Run a callback.
	 * @param settings what was set for the session before, and takes what the callback
	 * sets
	 */
	void run(Callback callback, SessionSettings settings) throws Stop, SQLException {
		ScriptConnection work = new ScriptConnection(this.connection, this.table, callback, this.runId);
		StatementTransaction unit = new StatementTransaction(work,
				new UnitSql(this.transaction, callback, this.lock, ""), List.of(Step.own(OwnTransaction.BEGIN)),
				settings.statements());
		try {
			send(callback, unit, settings);
		}
		catch (IOException ex) {
			throw new Stop(work.unreadable(ex));
		}
		unit.commit("");
		settings.commit();
	}

	private static void send(Callback callback, StatementTransaction unit, SessionSettings settings)
			throws Stop, IOException {
		try (ScriptStatements source = callback.script().open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				// A pair around the whole file is this very transaction.
				if (next.kind() != Kind.BEGIN && next.kind() != Kind.COMMIT) {
					unit.add(next, source);
					settings.add(next);
				}
			}
		}
	}

}
