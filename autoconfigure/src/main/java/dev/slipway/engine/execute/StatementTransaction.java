package dev.slipway.engine.execute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.slipway.engine.execute.ScriptConnection.Failure;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Statements of a script that happen together, and together with the count of what is
 * finished. They are sent in round trips of a bounded size.
 */
final class StatementTransaction {

	private static final Pattern READ_ONLY = Pattern.compile("\\bREAD\\s+ONLY\\b", Pattern.CASE_INSENSITIVE);

	private final ScriptConnection work;

	private final StepwiseSql sql;

	private final boolean readOnly;

	private final String key = TransactionSql.newKey();

	private final long begin = System.nanoTime();

	private final List<Step> steps = new ArrayList<>();

	private int bytes;

	private @Nullable SqlStatement last;

	/**
	 * Begin a unit. Nothing is sent yet.
	 * @param begin the statements that begin its transaction
	 * @param settings what earlier units have set for the session
	 */
	StatementTransaction(ScriptConnection work, StepwiseSql sql, List<Step> begin, List<SqlStatement> settings) {
		this.work = work;
		this.sql = sql;
		this.readOnly = begin.stream().anyMatch((step) -> READ_ONLY.matcher(step.sql()).find());
		this.steps.addAll(begin);
		this.steps.add(sql.guard(this.key));
		settings.forEach((setting) -> this.steps.add(Step.of(setting)));
	}

	void add(SqlStatement statement, ScriptStatements source) throws Stop, IOException {
		this.last = statement;
		if (statement.isCopy()) {
			copy(statement, source);
			return;
		}
		this.steps.add(Step.of(statement));
		this.bytes += Pipeline.bytes(statement.text());
		if (this.steps.size() >= Pipeline.MOST_STATEMENTS || this.bytes >= Pipeline.MOST_BYTES) {
			flush();
		}
	}

	private void copy(SqlStatement statement, ScriptStatements source) throws Stop, IOException {
		flush();
		stopAt(this.work.copy(statement, source));
	}

	/**
	 * Commit the unit.
	 * @param progress what to record with it
	 */
	void commit(String progress) throws Stop {
		SqlStatement end = this.last;
		this.steps.add(Step.of(TransactionSql.CHECK_DEFERRED, end));
		this.steps.add(this.sql.finish(this.readOnly ? "" : progress, this.key));
		this.steps.add(Step.of(OwnTransaction.COMMIT, end));
		if (this.readOnly) {
			this.steps.addAll(this.sql.underLock(progress));
		}
		flush();
	}

	/**
	 * Roll the unit back, as the script wants it.
	 * @param progress what to record all the same
	 */
	void rollback(String progress) throws Stop {
		flush();
		SessionSql.abandon(elapsed()).forEach((statement) -> this.steps.add(Step.own(statement)));
		this.steps.addAll(this.sql.underLock(progress));
		flush();
	}

	private void flush() throws Stop {
		// A cancel may come between each two of many short statements, and meet none.
		if (Thread.currentThread().isInterrupted()) {
			throw this.work.interrupted(elapsed());
		}
		if (!this.steps.isEmpty()) {
			stopAt(this.work.send(this.steps));
			this.steps.clear();
			this.bytes = 0;
		}
	}

	private void stopAt(@Nullable Failure failure) throws Stop {
		if (failure != null) {
			throw this.work.stop(failure, elapsed());
		}
	}

	private long elapsed() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begin) + 1;
	}

}
