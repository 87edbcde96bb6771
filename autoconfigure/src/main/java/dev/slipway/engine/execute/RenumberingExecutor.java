package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.history.History;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.history.RenumberingSql;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;

/**
 * Gives rows of the history the versions that their files have now, in one transaction
 * and under the lock. No script runs.
 */
public final class RenumberingExecutor {

	private final Pipeline pipeline;

	private final RunContext context;

	/**
	 * Create an executor.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param context what the run has
	 * @throws SQLException if the connection is not one of PostgreSQL's driver
	 */
	public RenumberingExecutor(Connection connection, RunContext context) throws SQLException {
		this.pipeline = new Pipeline(connection);
		this.context = context;
	}

	/**
	 * Change the rows, unless another process has changed the history.
	 * @param planned the history that the plan was made with
	 * @param rows the rows
	 * @return what it came to
	 */
	public Outcome apply(History planned, List<RenumberedRow> rows) {
		TransactionSql sql = new TransactionSql(this.context, true);
		String change = sql.ownBlock(sql.takeLock() + sql.limits() + sql.requireHistory(planned, 0)
				+ new RenumberingSql(this.context.table(), planned).update(rows));
		SQLException failure = this.pipeline.send(List.of(OwnTransaction.BEGIN, change, OwnTransaction.COMMIT))
			.failure();
		if (failure == null) {
			return new Outcome.Succeeded();
		}
		SQLException again = this.pipeline.send(List.of(OwnTransaction.ROLLBACK)).failure();
		if (again != null) {
			failure.addSuppressed(again);
			return Outcome.ConnectionLost.of(null, failure);
		}
		return new FailureInterpreter(this.context.table()).beforeScript(failure);
	}

}
