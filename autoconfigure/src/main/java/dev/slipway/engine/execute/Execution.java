package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.slipway.engine.error.DatabaseException;
import dev.slipway.engine.error.DatabaseException.Reason;
import dev.slipway.engine.error.ScriptPosition;
import dev.slipway.engine.error.ServerError;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.SqlStatement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Applies migrations on a connection, each in a transaction of its own, many in a flight.
 */
public final class Execution {

	private static final Log logger = LogFactory.getLog(Execution.class);

	private final HistoryTable table;

	private final boolean createSchema;

	private final MigrationTransaction transaction;

	/**
	 * Create an execution.
	 * @param service the name of the service, empty for the unnamed one
	 * @param table the history table
	 * @param createSchema whether the history table's schema is created when missing
	 * @param searchPath the schemas for the scripts' unqualified names; empty for what
	 * the connection has
	 * @param runId the run
	 */
	public Execution(String service, HistoryTable table, boolean createSchema, List<String> searchPath, String runId) {
		this.table = table;
		this.createSchema = createSchema;
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
		List<Step> steps = steps(planned, pending);
		Pipeline pipeline = new Pipeline(connection);
		long begin = System.nanoTime();
		Pipeline.Outcome outcome = pipeline.send(steps.stream().map(Step::sql).toList());
		outcome.notices().forEach((notice) -> log(steps.get(Math.min(notice.statement(), steps.size() - 1)), notice));
		SQLException failure = outcome.failure();
		if (failure == null) {
			return new Applied();
		}
		Step step = steps.get(Math.min(outcome.completed(), steps.size() - 1));
		long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + 1;
		boolean clean = step.role() == Role.PREPARE;
		SQLException again = pipeline
			.send(clean ? List.of(MigrationTransaction.ROLLBACK) : SessionState.abandon(elapsed))
			.failure();
		if (again != null) {
			failure.addSuppressed(again);
			// Whatever its SQLSTATE was: a script may raise one of a lost connection too.
			return new ConnectionLost((step.migration() != null) ? step.migration().label() : null, failure);
		}
		return interpret(step, failure);
	}

	private List<Step> steps(History planned, List<Migration> pending) {
		List<Step> steps = new ArrayList<>();
		if (!planned.exists()) {
			for (String block : this.transaction.creation(this.createSchema)) {
				steps.add(Step.prepare(MigrationTransaction.BEGIN));
				steps.add(Step.prepare(block));
				steps.add(Step.prepare(MigrationTransaction.COMMIT));
			}
		}
		int done = 0;
		for (Migration migration : pending) {
			steps.add(Step.prepare(MigrationTransaction.BEGIN));
			steps.add(Step.prepare(this.transaction.guard(migration, planned, done)));
			for (SqlStatement statement : migration.script().statements()) {
				steps.add(new Step(Role.SCRIPT, statement.text(), migration, statement));
			}
			steps.add(new Step(Role.END_OF_SCRIPT, MigrationTransaction.CHECK_DEFERRED, migration, null));
			steps.add(new Step(Role.RECORD, this.transaction.finish(migration), migration, null));
			steps.add(new Step(Role.END_OF_SCRIPT, MigrationTransaction.COMMIT, migration, null));
			done++;
		}
		return steps;
	}

	private Result interpret(Step step, SQLException failure) {
		Migration migration = step.migration();
		if (migration == null) {
			return interpretPreparation(failure);
		}
		ServerError error = ServerError.of(failure);
		return switch (step.role()) {
			case SCRIPT -> new Failed(migration,
					migration.script().locate(Objects.requireNonNull(step.statement()), error), error, failure);
			case END_OF_SCRIPT -> new Failed(migration, migration.script().locateEnd(), error, failure);
			default -> interpretRecord(migration, failure);
		};
	}

	private Result interpretPreparation(SQLException failure) {
		return switch (String.valueOf(failure.getSQLState())) {
			case MigrationTransaction.LOCK_NOT_FREE -> new LockNotFree();
			case MigrationTransaction.HISTORY_MOVED, HistoryTable.UNDEFINED_TABLE -> new HistoryMoved();
			case MigrationTransaction.SCHEMA_MISSING -> new Refused(Reason.MISSING_SCHEMA,
					"the schema of the history table " + this.table.qualified() + " does not exist", failure);
			default -> new Refused(DatabaseException.reason(failure),
					"the history table " + this.table.qualified() + " cannot be used", failure);
		};
	}

	private Result interpretRecord(Migration migration, SQLException failure) {
		if (SessionState.LOST.equals(failure.getSQLState())) {
			return new Refused(Reason.CURSOR_LOST,
					migration.script().file() + " took the cursor slipway_session, and was rolled back in full",
					failure);
		}
		return new Refused(DatabaseException.reason(failure), "'" + migration.label() + "' could not be recorded in "
				+ this.table.qualified() + ", and was rolled back in full", failure);
	}

	private void log(Step step, Pipeline.Notice notice) {
		ServerErrorMessage said = (notice.warning() instanceof PSQLWarning warning) ? warning.getServerErrorMessage()
				: null;
		Migration migration = step.migration();
		if (said == null || migration == null || step.statement() == null) {
			return;
		}
		String text = migration.script().locate(step.statement()) + ": " + said.getSeverity() + ": "
				+ said.getMessage();
		// Class 01 is a warning in every language.
		if (String.valueOf(said.getSQLState()).startsWith("01")) {
			logger.warn(text);
		}
		else {
			logger.debug(text);
		}
	}

	/** What a statement of a flight is for. */
	private enum Role {

		/** Before a script. */
		PREPARE,

		/** A statement of a script. */
		SCRIPT,

		/** Where what the script deferred is due. */
		END_OF_SCRIPT,

		/** Slipway's own work after a script. */
		RECORD

	}

	/**
	 * One statement of a flight.
	 *
	 * @param role what it is for
	 * @param sql the statement
	 * @param migration the migration that it belongs to; {@code null} before its script
	 * @param statement the statement of the script, {@code null} for one of ours
	 */
	private record Step(Role role, String sql, @Nullable Migration migration, @Nullable SqlStatement statement) {

		static Step prepare(String sql) {
			return new Step(Role.PREPARE, sql, null, null);
		}

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
