package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.DatabaseException.Reason;
import dev.slipway.ScriptPosition;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Applies migrations on a connection, each in a transaction of its own, many in a flight.
 */
public final class Execution {

	private static final LineLog logger = LineLog.of(Execution.class);

	private final Conditions conditions;

	private final MigrationTransaction transaction;

	/**
	 * Create an execution.
	 * @param conditions what the scripts run under
	 */
	public Execution(Conditions conditions) {
		this.conditions = conditions;
		this.transaction = new MigrationTransaction(conditions, !logger.isDebugEnabled());
	}

	/**
	 * Apply migrations until one fails or somebody else comes between.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param planned the history that the plan was made with
	 * @param pending the migrations, parsed, in the order to apply them
	 * @return how it went
	 * @throws SQLException if the connection itself fails
	 */
	public Result apply(Connection connection, History planned, List<Migration> pending) throws SQLException {
		return new Flights(connection, this.conditions.table()).fly(new Steps(this.transaction,
				new Callbacks(this.conditions.callbacks()), planned, this.transaction.creation(planned), pending));
	}

	/**
	 * How an execution went.
	 */
	public sealed interface Result {

	}

	/**
	 * All migrations are applied.
	 */
	public record Applied() implements Result {

	}

	/**
	 * Somebody else is migrating.
	 */
	public record LockNotFree() implements Result {

	}

	/**
	 * Somebody else has migrated since the plan was made.
	 */
	public record HistoryMoved() implements Result {

	}

	/**
	 * A wait for a lock, a deadlock or a serialization conflict was lost: the same may
	 * succeed when it is tried again.
	 *
	 * @param loss what it comes to when it is not tried again
	 * @param cause the driver's exception
	 */
	public record Contended(Result loss, SQLException cause) implements Result {

		/**
		 * Return what a failure comes to.
		 * @param loss what it comes to when it is not tried again
		 * @param cause the driver's exception
		 */
		static Result of(Result loss, SQLException cause) {
			return !(loss instanceof Contended) && SqlState.isRetriable(cause) ? new Contended(loss, cause) : loss;
		}

	}

	/**
	 * The connection broke: what was applied must be read anew.
	 *
	 * @param migration the migration that may have been running, if any
	 * @param cause the driver's exception
	 */
	public record ConnectionLost(@Nullable String migration, SQLException cause) implements Result {

	}

	/**
	 * The database refused what Slipway itself does around a script.
	 *
	 * @param reason why
	 * @param what what was refused
	 * @param cause the driver's exception
	 */
	public record Refused(Reason reason, String what, SQLException cause) implements Result {

	}

	/**
	 * A script failed and was rolled back.
	 *
	 * @param migration the migration
	 * @param position the place of the error
	 * @param error what the server said
	 * @param cause the driver's exception
	 */
	public record Failed(Migration migration, ScriptPosition position, ServerError error,
			SQLException cause) implements Result {

	}

}
