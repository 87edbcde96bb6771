package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.BaselineSql;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.RenumberingSql;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;

/**
 * Changes the history where no script runs, in one transaction and under the lock.
 */
public final class RecordingExecutor {

	private final Pipeline pipeline;

	private final RunContext context;

	private final TransactionSql sql;

	/**
	 * Create an executor.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param context what the run has
	 * @throws SQLException if the connection is not one of PostgreSQL's driver
	 */
	public RecordingExecutor(Connection connection, RunContext context) throws SQLException {
		this.pipeline = new Pipeline(connection);
		this.context = context;
		this.sql = new TransactionSql(context, true);
	}

	/**
	 * Record migrations as applied, unless another process has written to the history.
	 * @param planned the history that the plan was made with, which has no row
	 * @param baseline the migrations
	 * @return what it came to
	 */
	public Outcome apply(History planned, Batch.Baseline baseline) {
		StringBuilder rows = new StringBuilder(this.sql.takeLock()).append(this.sql.limits())
			.append(this.context.table().lockForWriting())
			.append(this.sql.requireHistory(planned))
			.append(this.context.table().requireCheckedTriggers(planned));
		for (Migration migration : baseline.migrations()) {
			rows.append(this.context.table().insertion(migration, this.context.runId()));
		}
		rows.append(new BaselineSql(this.context.table(), this.context.runId()).origin(Batch.Baseline.ORIGIN,
				baseline.migrations().size()));
		return send(this.sql.creation(planned), rows.toString());
	}

	/**
	 * Give rows the versions that their files have now, unless another process has
	 * changed the history.
	 * @param planned the history that the plan was made with
	 * @param renumbering the rows
	 * @return what it came to
	 */
	public Outcome apply(History planned, Batch.Renumbering renumbering) {
		return send(List.of(), this.sql.takeLock() + this.sql.limits() + this.sql.requireHistory(planned)
				+ new RenumberingSql(this.context.table(), planned).update(renumbering.rows()));
	}

	private Outcome send(List<String> before, String change) {
		List<String> statements = new ArrayList<>(before);
		statements.addAll(List.of(OwnTransaction.BEGIN, this.sql.ownBlock(change), OwnTransaction.COMMIT));
		SQLException failure = this.pipeline.send(statements).failure();
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
