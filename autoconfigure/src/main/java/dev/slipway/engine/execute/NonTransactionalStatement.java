package dev.slipway.engine.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.engine.execute.ScriptConnection.Failure;
import dev.slipway.engine.execute.recovery.InterruptedStatement;
import dev.slipway.engine.execute.recovery.PreviousAttempt;
import dev.slipway.engine.history.RunningRowSql;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.sql.SqlCommandParser;
import dev.slipway.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement that refuses a transaction: alone, and counted afterwards.
 */
final class NonTransactionalStatement {

	/** Given up while it waits, a concurrent build would leave an INVALID index. */
	private static final Step NO_LOCK_TIMEOUT = Step.own("set lock_timeout = 0");

	private final ScriptConnection work;

	private final StepwiseSql sql;

	private final RunningRowSql row;

	private final boolean behindPooler;

	private final boolean searchPath;

	private final boolean role;

	private final String key = TransactionSql.newKey();

	private boolean unknown;

	/**
	 * Create a runner of such statements.
	 * @param behindPooler whether each statement may meet another session, so that none
	 * can be set up
	 * @param searchPath whether the service has a search path of its own
	 * @param role whether the service has a role of its own
	 */
	NonTransactionalStatement(ScriptConnection work, StepwiseSql sql, RunningRowSql row, boolean behindPooler,
			boolean searchPath, boolean role) {
		this.work = work;
		this.sql = sql;
		this.row = row;
		this.behindPooler = behindPooler;
		this.searchPath = searchPath;
		this.role = role;
	}

	/** Whether a statement can be given the session that it needs. */
	boolean canRun(SqlStatement statement, SessionSettings settings) {
		return !this.behindPooler || !settings.matterTo(statement, this.searchPath, this.role);
	}

	/**
	 * Run a statement.
	 * @param statement the statement
	 * @param settings what the script has set for the session so far
	 * @param previousTry what is known of the statement
	 * @param from how many statements were finished
	 * @param to how many are finished after it
	 * @param checksum the checksum of these
	 * @return what the server refused, {@code null} when the statement is counted
	 */
	@Nullable Failure run(SqlStatement statement, SessionSettings settings, PreviousAttempt previousTry, int from, int to,
			String checksum) throws SQLException, Stop, InterruptedException {
		long begin = System.nanoTime();
		InterruptedStatement interrupted = new InterruptedStatement(this.work, statement);
		// The role that the script has set need not see the history.
		String before = interrupted.isUnnamedBuild() ? this.work.value(this.sql.role(), this.row.writer()) : "";
		String saved = this.behindPooler ? null : prepare(statement, settings.statements());
		Failure failure = null;
		try {
			failure = attempt(statement, interrupted, previousTry, before);
		}
		finally {
			restore(saved, failure);
		}
		if (failure != null) {
			return failure;
		}
		long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
		this.work.run(this.sql.underLockWithoutLimit(this.row.advance(from, to, checksum, milliseconds)));
		this.unknown = false;
		return null;
	}

	/** Whether a statement was sent, and was neither refused nor counted. */
	boolean isUnknown() {
		return this.unknown;
	}

	private @Nullable Failure attempt(SqlStatement statement, InterruptedStatement interrupted,
			PreviousAttempt previousTry, String before) throws SQLException, Stop, InterruptedException {
		// Before anything is dropped, and as the last thing before the statement: is the
		// lock still there?
		this.work.run(this.sql.underLock(""));
		if (interrupted.settle(previousTry)) {
			this.unknown = true;
			return null;
		}
		this.work.run(this.sql.underLock(""));
		this.unknown = true;
		Failure failure = this.work.send(List.of(Step.of(statement)));
		if (failure != null) {
			this.unknown = false;
			this.work.abandon(failure.cause(), 0);
			interrupted.clearUnnamed(before);
		}
		return failure;
	}

	/** Remember the session and set it up: in one transaction, for many to come. */
	private String prepare(SqlStatement statement, List<SqlStatement> settings) throws Stop {
		this.work.run(List.of(Step.own(OwnTransaction.BEGIN), this.sql.prepare(this.key)));
		String saved = this.work.value("fetch slipway_session");
		List<Step> steps = new ArrayList<>();
		settings.forEach((setting) -> steps.add(Step.of(setting)));
		if (SqlCommandParser.parse(statement).concurrent()) {
			steps.add(NO_LOCK_TIMEOUT);
		}
		steps.add(Step.own(OwnTransaction.COMMIT));
		this.work.run(steps);
		return saved;
	}

	private void restore(@Nullable String saved, @Nullable Failure failure) throws Stop {
		if (saved == null) {
			return;
		}
		Stop refused = tryToRestore(saved);
		if (refused != null) {
			// A cancel that was meant for the statement. The next one is a second away.
			refused = tryToRestore(saved);
		}
		if (refused != null) {
			this.work.discard();
			if (failure == null) {
				throw refused;
			}
		}
	}

	private @Nullable Stop tryToRestore(String saved) {
		try {
			this.work.run(List.of(Step.own(OwnTransaction.BEGIN), this.sql.restore(saved, this.key),
					Step.own(OwnTransaction.COMMIT)));
			return null;
		}
		catch (Stop stop) {
			return stop;
		}
	}

}
