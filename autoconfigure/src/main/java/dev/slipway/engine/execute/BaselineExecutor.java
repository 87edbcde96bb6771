package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.BaselineSql;
import dev.slipway.engine.history.History;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;

/**
 * Records migrations as applied, all in one transaction and under the lock, in a history
 * that has no row yet. No script runs.
 */
public final class BaselineExecutor {

	private final Pipeline pipeline;

	private final RunContext context;

	/**
	 * Create an executor.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param context what the run has
	 * @throws SQLException if the connection is not one of PostgreSQL's driver
	 */
	public BaselineExecutor(Connection connection, RunContext context) throws SQLException {
		this.pipeline = new Pipeline(connection);
		this.context = context;
	}

	/**
	 * Record the migrations, unless another process has written to the history.
	 * @param planned the history that the plan was made with, which has no row
	 * @param baseline the migrations
	 * @return what it came to
	 */
	public Outcome apply(History planned, Batch.Baseline baseline) {
		TransactionSql sql = new TransactionSql(this.context, true);
		StringBuilder rows = new StringBuilder(sql.takeLock()).append(sql.limits())
			.append(this.context.table().lockForWriting())
			.append(sql.requireHistory(planned, 0))
			.append(this.context.table().requireCheckedTriggers(planned));
		for (Migration migration : baseline.migrations()) {
			rows.append(this.context.table().insertion(migration, this.context.runId()));
		}
		rows.append(new BaselineSql(this.context.table(), this.context.runId()).origin(Batch.Baseline.ORIGIN,
				baseline.migrations().size()));
		List<String> statements = new ArrayList<>(sql.creation(planned));
		statements.addAll(List.of(OwnTransaction.BEGIN, sql.ownBlock(rows.toString()), OwnTransaction.COMMIT));
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
