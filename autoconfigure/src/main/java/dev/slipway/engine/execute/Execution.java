package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.error.DatabaseException.Reason;
import dev.slipway.engine.error.ScriptPosition;
import dev.slipway.engine.error.ServerError;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.script.Callback;
import dev.slipway.engine.script.Migration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Applies migrations on a connection, each in a transaction of its own, many in a flight.
 */
public final class Execution {

	private static final Log logger = LogFactory.getLog(Execution.class);

	private final HistoryTable table;

	private final boolean createSchema;

	private final Callbacks callbacks;

	private final MigrationTransaction transaction;

	/**
	 * Create an execution.
	 * @param service the name of the service, empty for the unnamed one
	 * @param table the history table
	 * @param createSchema whether the history table's schema is created when missing
	 * @param searchPath the schemas for the scripts' unqualified names; empty for what
	 * the connection has
	 * @param runId the run
	 * @param callbacks the callbacks of the service, parsed
	 */
	public Execution(String service, HistoryTable table, boolean createSchema, List<String> searchPath, String runId,
			List<Callback> callbacks) {
		this.table = table;
		this.createSchema = createSchema;
		this.callbacks = new Callbacks(callbacks);
		this.transaction = new MigrationTransaction(service, table, AdvisoryLock.of(table), searchPath, runId,
				!logger.isDebugEnabled());
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
		return new Flights(connection, this.table).fly(new Steps(this.transaction, this.callbacks, planned,
				this.transaction.creation(planned, this.createSchema), pending));
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
