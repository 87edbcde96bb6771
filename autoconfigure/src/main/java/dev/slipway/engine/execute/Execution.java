package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;

/**
 * Applies migrations on a connection, each in a transaction of its own, many in a flight.
 */
public final class Execution {

	private final Conditions conditions;

	private final MigrationTransaction transaction;

	/**
	 * Create an execution.
	 * @param conditions what the scripts run under
	 */
	public Execution(Conditions conditions) {
		this.conditions = conditions;
		this.transaction = new MigrationTransaction(conditions, !Notices.areRead());
	}

	/**
	 * Apply migrations until one fails or somebody else comes between.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param planned the history that the plan was made with
	 * @param pending the migrations, parsed, in the order to apply them
	 * @return how it went
	 * @throws SQLException if the connection itself fails
	 */
	public Outcome apply(Connection connection, History planned, List<Migration> pending) throws SQLException {
		return new Flights(connection, this.conditions.table()).fly(new Steps(this.transaction,
				new Callbacks(this.conditions.callbacks()), planned, this.transaction.creation(planned), pending));
	}

}
