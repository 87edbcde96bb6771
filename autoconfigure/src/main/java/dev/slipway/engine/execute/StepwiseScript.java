package dev.slipway.engine.execute;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.slipway.engine.execute.ScriptConnection.Failure;
import dev.slipway.engine.execute.recovery.PreviousAttempt;
import dev.slipway.engine.history.RunningRowSql;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.script.StatementsChecksum;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of one script that does not run in one transaction, those that are
 * finished excepted. What the script wraps in a transaction is one; every other statement
 * that may run in a transaction is one of its own, which counts it: so it happens exactly
 * once, wherever the process is killed.
 */
final class StepwiseScript {

	private static final Pattern CHAIN = Pattern.compile("\\bAND\\s+CHAIN\\b", Pattern.CASE_INSENSITIVE);

	private final ScriptConnection work;

	private final StepwiseSql sql;

	private final RunningRowSql row;

	private final NonTransactionalStatement nonTransactional;

	private final StatementsChecksum checksum;

	private final SessionSettings settings = new SessionSettings();

	private PreviousAttempt previousTry;

	private int finished;

	private int seen;

	private boolean inside;

	private List<Step> begin = begin(Step.own(OwnTransaction.BEGIN));

	private @Nullable StatementTransaction transaction;

	StepwiseScript(ScriptConnection work, StepwiseSql sql, RunningRowSql row,
			NonTransactionalStatement nonTransactional, int finished, PreviousAttempt previousTry) {
		this.work = work;
		this.checksum = new StatementsChecksum(work.executable().script());
		this.sql = sql;
		this.row = row;
		this.nonTransactional = nonTransactional;
		this.finished = finished;
		this.previousTry = previousTry;
	}

	/**
	 * Run what is not finished.
	 * @return how many statements are finished now, which is all
	 */
	int run() throws Stop, IOException, SQLException, InterruptedException {
		Script script = this.work.executable().script();
		this.inside = isOpenAtStart(script);
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				take(next, source);
			}
			if (this.inside) {
				commit();
			}
		}
		if (this.seen > this.finished) {
			this.work.run(this.sql.underLock(this.row.advance(this.finished, this.seen, this.checksum.value(), 0)));
			this.finished = this.seen;
		}
		return this.finished;
	}

	/**
	 * Whether a script begins inside of a transaction: one whose first word on the matter
	 * is COMMIT was written for a tool that had begun one.
	 */
	private static boolean isOpenAtStart(Script script) throws IOException {
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				if (next.kind() == Kind.BEGIN || next.kind() == Kind.COMMIT) {
					return next.kind() == Kind.COMMIT;
				}
			}
			return false;
		}
	}

	/** What was set for the session so far. */
	SessionSettings settings() {
		return this.settings;
	}

	/** How many statements are finished. */
	int finished() {
		return this.finished;
	}

	/** Whether only the catalogs know what became of the statement after these. */
	boolean isUnknown() {
		return this.previousTry.isUnknown() || this.nonTransactional.isUnknown();
	}

	private void take(SqlStatement statement, ScriptStatements source)
			throws Stop, IOException, SQLException, InterruptedException {
		this.seen++;
		this.checksum.add(statement);
		if (statement.kind() == Kind.BEGIN) {
			// Within a transaction or without one the server would only warn.
			this.begin = this.inside ? this.begin : begin(Step.of(statement));
			this.inside = true;
		}
		else if (statement.kind() == Kind.COMMIT || statement.kind() == Kind.ROLLBACK) {
			end(statement);
		}
		else {
			execute(statement, source);
		}
	}

	private void end(SqlStatement statement) throws Stop {
		if (this.inside && statement.kind() == Kind.COMMIT) {
			commit();
		}
		else if (this.inside) {
			rollBack();
		}
		leave(statement);
	}

	/** Whether the end of a transaction begins the next one, with the same options. */
	private void leave(SqlStatement statement) {
		this.inside = this.inside && CHAIN.matcher(statement.text()).find();
		this.begin = this.inside ? this.begin : begin(Step.own(OwnTransaction.BEGIN));
	}

	private static List<Step> begin(Step step) {
		return new ArrayList<>(List.of(step));
	}

	private boolean isFinished() {
		return this.seen <= this.finished;
	}

	private void execute(SqlStatement statement, ScriptStatements source)
			throws Stop, IOException, SQLException, InterruptedException {
		if (this.inside && this.transaction == null && statement.kind() == Kind.TRANSACTION_MODE) {
			// Slipway's own queries come after it.
			this.begin.add(Step.of(statement));
		}
		else if (this.inside) {
			if (!isFinished()) {
				transaction().add(statement, source);
			}
			this.settings.add(statement);
		}
		else if (statement.kind() == Kind.NON_TRANSACTIONAL) {
			runAlone(statement);
			this.settings.add(statement);
		}
		else {
			runInTransaction(statement, source);
			this.settings.add(statement);
			this.settings.commit();
		}
	}

	private void runInTransaction(SqlStatement statement, ScriptStatements source)
			throws Stop, IOException, SQLException, InterruptedException {
		if (isFinished()) {
			return;
		}
		try {
			transaction().add(statement, source);
			commit();
		}
		catch (Stop stop) {
			if (stop.outcome() instanceof Outcome.Failed failed && failed.cause() instanceof SQLException cause
					&& SqlState.refusesTransaction(cause)
					&& (statement.kind() == Kind.PLAIN || statement.kind() == Kind.TRANSACTION_MODE)
					&& this.nonTransactional.canRun(statement, this.settings)) {
				this.transaction = null;
				runAlone(statement);
				return;
			}
			throw stop;
		}
	}

	private void runAlone(SqlStatement statement) throws Stop, SQLException, InterruptedException {
		if (!isFinished()) {
			requireNoInterrupt();
			Failure failure = this.nonTransactional.run(statement, this.settings, this.previousTry, this.finished,
					this.seen, this.checksum.value());
			if (failure != null) {
				this.previousTry = this.previousTry.ofAnother();
				// What a procedure has committed would happen again.
				throw (statement.kind() == Kind.NON_TRANSACTIONAL) ? this.work.stop(failure, 0)
						: this.work.refuse(failure);
			}
			finish();
		}
	}

	/** A cancel may come between each two of many short statements, and meet none. */
	private static void requireNoInterrupt() throws Stop {
		if (Thread.currentThread().isInterrupted()) {
			throw new Stop(new Outcome.Interrupted());
		}
	}

	private StatementTransaction transaction() throws Stop {
		StatementTransaction open = this.transaction;
		if (open == null) {
			requireNoInterrupt();
			open = new StatementTransaction(this.work, this.sql, this.begin, this.settings.statements());
			this.transaction = open;
			// It has its count in its own transaction.
			this.previousTry = this.previousTry.ofAnother();
		}
		return open;
	}

	private void commit() throws Stop {
		if (!isFinished()) {
			transaction().commit(this.row.advance(this.finished, this.seen, this.checksum.value()));
			finish();
		}
		this.settings.commit();
	}

	private void rollBack() throws Stop {
		this.settings.rollBack();
		if (!isFinished()) {
			transaction().rollback(this.row.advance(this.finished, this.seen, this.checksum.value()));
			finish();
		}
	}

	private void finish() {
		this.transaction = null;
		this.finished = this.seen;
		this.previousTry = this.previousTry.ofAnother();
	}

}
