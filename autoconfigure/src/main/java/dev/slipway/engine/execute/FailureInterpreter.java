package dev.slipway.engine.execute;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.ScriptPosition;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.Secrets;

/**
 * Tells what a failure comes to, by the place where it came up: before a script, in one
 * of its statements, or in Slipway's own SQL around it.
 *
 * @param table the history table
 */
record FailureInterpreter(HistoryTable table) {

	private static final String NO_TRANSACTION = "The statement cannot run in a transaction. Put the line"
			+ " '-- slipway: no-transaction' into the file: its statements then run one by one.";

	/**
	 * Of a statement that comes before a script. A table that is not what was read is
	 * read again, which tells what is wrong with it: somebody has dropped it, or made one
	 * meanwhile.
	 */
	Outcome beforeScript(SQLException failure) {
		return switch (SqlState.of(failure)) {
			case SqlState.LOCK_NOT_FREE -> new Outcome.LockNotFree();
			case SqlState.HISTORY_MOVED, SqlState.UNDEFINED_TABLE, SqlState.FOREIGN_TABLE, SqlState.DUPLICATE_TABLE,
					SqlState.UNIQUE_VIOLATION ->
				new Outcome.HistoryMoved();
			case SqlState.UNTRUSTED_TABLE -> new Outcome.Refused(Reason.UNTRUSTED_TABLE,
					"the history table " + this.table.qualified() + " is not safe to use", failure);
			case SqlState.SCHEMA_MISSING -> new Outcome.Refused(Reason.MISSING_SCHEMA,
					"the schema of the history table " + this.table.qualified() + " does not exist", failure);
			default -> unknown(failure);
		};
	}

	private Outcome unknown(SQLException failure) {
		Reason reason = DatabaseException.reason(failure);
		if (reason == Reason.UNREACHABLE) {
			return Outcome.ConnectionLost.of(null, failure);
		}
		return Outcome.Contended.of(
				new Outcome.Refused(reason, "the history table " + this.table.qualified() + " cannot be used", failure),
				failure);
	}

	/**
	 * Of Slipway's own SQL around a script.
	 * @param whole whether the script runs in one transaction
	 */
	Outcome aroundScript(Executable executable, SQLException failure, boolean whole) {
		String label = "'" + executable.label() + "'";
		String unrecorded = (whole ? label : "how far " + label + " is") + " could not be recorded in "
				+ this.table.qualified() + (whole ? ", and was rolled back in full" : "");
		// Of a whole transaction, the guard has taken the lock long before.
		if (!whole && SqlState.of(failure).equals(SqlState.LOCK_NOT_FREE)) {
			return new Outcome.LockNotFree();
		}
		return switch (SqlState.of(failure)) {
			case SqlState.HISTORY_MOVED -> new Outcome.HistoryMoved();
			case SqlState.UNTRUSTED_TABLE -> beforeScript(failure);
			case SqlState.CURSOR_LOST -> new Outcome.Refused(Reason.CURSOR_LOST,
					executable.script().path() + " took the cursor slipway_session, and "
							+ (whole ? "was rolled back in full" : "what it did since was rolled back"),
					failure);
			case SqlState.ROW_LOST -> new Outcome.Refused(Reason.ROW_LOST, unrecorded, failure);
			default -> new Outcome.Refused(DatabaseException.reason(failure),
					whole ? unrecorded : "what Slipway does around the statements of " + label + " and in "
							+ this.table.qualified() + " was refused",
					failure);
		};
	}

	/**
	 * Of a statement of a script.
	 * @param script the script, that of a callback perhaps
	 * @param tagLength how many characters were sent before the statement: the server
	 * counts them
	 */
	static Outcome.Failed ofStatement(Executable executable, Script script, SqlStatement statement, int tagLength,
			SQLException failure) {
		ServerError said = ServerError.of(failure);
		ServerError error = new ServerError(said.severity(), said.message(), said.sqlState(), said.detail(),
				said.hint(), said.where(), Math.max(0, said.position() - tagLength));
		Outcome.Failed failed = Outcome.Failed.of(executable, script.locate(statement, error),
				script.withoutValues(error), failure);
		boolean refused = refusesTransaction(statement, failure) && mayRunStepwise(executable, script);
		return (refused ? Optional.of(NO_TRANSACTION) : script.advice(statement, error)).map(failed::with)
			.orElse(failed);
	}

	/**
	 * Whether a statement failed because it ran in a transaction. A mode of the
	 * transaction comes too late then, but has no meaning outside of one.
	 */
	private static boolean refusesTransaction(SqlStatement statement, SQLException failure) {
		return SqlState.refusesTransaction(failure) && statement.kind() != Kind.TRANSACTION_MODE;
	}

	/**
	 * Whether the transaction is Slipway's, and not one that the file begins, nor that of
	 * each migration, which a callback cannot do without.
	 */
	private static boolean mayRunStepwise(Executable executable, Script script) {
		return script == executable.script() && script.parsed().transactional()
				&& !(executable instanceof Callback callback && callback.event().isOfEachMigration());
	}

	/** Of what a script has deferred up to its end. */
	static Outcome.Failed atEnd(Executable executable, SQLException failure) {
		Script script = executable.script();
		boolean code = executable instanceof Migration migration && migration.code() != null;
		ServerError error = script.withoutValues(ServerError.of(failure));
		return code ? withoutValues(Outcome.Failed.of(executable, null, error, failure))
				: Outcome.Failed.of(executable, script.locateEnd(), error, failure);
	}

	/** Of the code of a migration. */
	static Outcome ofCode(Migration migration, CodeRun.Failure failure) {
		if (failure.ended()) {
			return new Outcome.Refused(Reason.OTHER, migration.script().path()
					+ " has ended the transaction of its migration: what it had done before that stays, and is not recorded",
					failure.cause());
		}
		Outcome.Failed failed = withoutValues(Outcome.Failed.of(migration, null, failure.error(), failure.cause()));
		return (failure.isRetriable() && failure.said() != null) ? new Outcome.Contended(failed, failure.said())
				: failed;
	}

	/**
	 * Without the rows that the server shows where a value is refused: what code writes
	 * may be a secret, and stands in no file.
	 */
	private static Outcome.Failed withoutValues(Outcome.Failed failed) {
		ServerError said = failed.error();
		boolean values = said.sqlState().startsWith("22") || said.sqlState().startsWith("23");
		if (!values || said.detail() == null) {
			return failed;
		}
		ServerError error = new ServerError(said.severity(), said.message(), said.sqlState(), null, said.hint(),
				said.where(), said.position());
		Throwable cause = Secrets.of(Map.of(said.detail(), "not shown")).mask(failed.cause());
		return Outcome.Failed.of(failed.executable(), null, error,
				(cause instanceof Exception exception) ? exception : failed.cause());
	}

	/**
	 * Of a script whose file cannot be read to its end.
	 * @param whole whether the script runs in one transaction
	 */
	static Outcome unreadable(Executable executable, IOException failure, boolean whole) {
		if (failure instanceof ClosedByInterruptException) {
			return new Outcome.Interrupted();
		}
		String file = executable.script().path();
		return whole
				? Outcome.Failed.of(executable, new ScriptPosition(file, 1, 1, "  " + Printable.line(file)),
						new ServerError("ERROR", Redaction.mask(ReadFailure.reason(failure)), SqlState.IO_ERROR, null,
								null, null, 0),
						failure)
				: new Outcome.Refused(Reason.OTHER, file + " cannot be read: " + ReadFailure.reason(failure), failure);
	}

}
