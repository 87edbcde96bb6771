package dev.slipway.engine.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.execute.ScriptConnection.Failure;
import dev.slipway.engine.execute.recovery.PreviousAttempt;
import dev.slipway.engine.execute.recovery.ResumePoint;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Undo;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.RunningRowSql;
import dev.slipway.engine.history.UndoMark;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.lock.HeldLock;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.script.StatementsChecksum;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Applies a migration that does not run in one transaction. The history counts its
 * finished statements, and the run after a failure or a kill continues behind them.
 */
public final class StepwiseExecutor {

	private static final LineLog logger = LineLog.of(StepwiseExecutor.class);

	private final RunContext context;

	private final HistoryTable table;

	private final AdvisoryLock lock;

	private final TransactionSql transaction;

	private final FailureInterpreter failures;

	/**
	 * Create an executor.
	 * @param context what the scripts run under
	 */
	public StepwiseExecutor(RunContext context) {
		this.context = context;
		this.table = context.table();
		this.lock = AdvisoryLock.of(this.table);
		this.failures = new FailureInterpreter(this.table);
		this.transaction = new TransactionSql(context, !Notices.areRead());
	}

	/**
	 * Apply a migration, or what is not finished of it.
	 * @param connection a connection in autocommit mode, on which the script runs
	 * @param holder another one, which holds the lock meanwhile
	 * @param planned the history that the plan was made with
	 * @param migration the migration, parsed
	 * @param deadline when to give up waiting for a statement of a killed process, as
	 * {@link System#nanoTime()} counts
	 * @return how it went
	 * @throws SQLException if a connection itself fails
	 * @throws InterruptedException if the thread was interrupted while waiting
	 */
	public Outcome apply(Connection connection, Connection holder, History planned, Migration migration, long deadline)
			throws SQLException, InterruptedException {
		ScriptConnection work = new ScriptConnection(connection, this.table, migration, this.context.runId());
		try {
			createTable(work, planned);
		}
		catch (Stop stop) {
			return stop.outcome();
		}
		HeldLock lock;
		try {
			lock = hold(holder, planned.server(), migration);
		}
		catch (SQLException ex) {
			return this.failures.beforeScript(ex);
		}
		try (lock) {
			return apply(work, connection, lock, planned, migration, deadline);
		}
	}

	/**
	 * Run a callback in a transaction of its own that takes the lock.
	 * @param connection a connection in autocommit mode
	 * @param callback the callback, parsed
	 * @return how it went
	 * @throws SQLException if the connection itself fails
	 */
	public Outcome callback(Connection connection, Callback callback) throws SQLException {
		try {
			call(connection, callback, this.lock.acquisition(), new SessionSettings());
			return new Outcome.Succeeded();
		}
		catch (Stop stop) {
			return stop.outcome();
		}
	}

	/**
	 * Run a callback that does not run in one transaction.
	 * @param connection a connection in autocommit mode, on which the script runs
	 * @param holder another one, which holds the lock meanwhile
	 * @param server what the server has said of itself
	 * @param callback the callback, parsed
	 * @return how it went
	 * @throws SQLException if a connection itself fails
	 * @throws InterruptedException if the thread was interrupted while waiting
	 */
	public Outcome callback(Connection connection, Connection holder, ServerInfo server, Callback callback)
			throws SQLException, InterruptedException {
		ScriptConnection work = new ScriptConnection(connection, this.table, callback, this.context.runId());
		StepwiseScript run = null;
		try (HeldLock held = hold(holder, server, callback)) {
			if (isAwaited(work, held)) {
				return new Outcome.LockNotFree();
			}
			RunningRowSql none = new RunningRowSql(this.table, null, this.context.runId());
			StepwiseSql sql = new StepwiseSql(this.transaction, callback, held.held(), none.permission());
			run = script(work, sql, none, server, new ResumePoint(0, PreviousAttempt.NONE));
			run.run();
			return new Outcome.Succeeded();
		}
		catch (SQLException ex) {
			return this.failures.beforeScript(ex);
		}
		catch (Stop stop) {
			return whileHeld(withCommitted(stop.outcome(), run), callback);
		}
		catch (IOException ex) {
			return work.unreadable(ex);
		}
	}

	/**
	 * Undo a migration in a transaction of its own that takes the lock and removes the
	 * row.
	 * @param connection a connection in autocommit mode
	 * @param planned the history that it was planned with
	 * @param undo what undoes it, parsed
	 * @param row the row, which is applied
	 * @return how it went
	 * @throws SQLException if the connection itself fails
	 */
	public Outcome undo(Connection connection, History planned, Undo undo, HistoryRow row) throws SQLException {
		ScriptConnection work = new ScriptConnection(connection, this.table, undo, this.context.runId());
		StepwiseSql sql = new StepwiseSql(this.transaction, undo, this.lock.acquisition(),
				this.table.lockForWriting() + this.transaction.requireHistory(planned));
		StatementTransaction statements = new StatementTransaction(work, sql, List.of(Step.own(OwnTransaction.BEGIN)),
				List.of());
		try {
			send(undo, statements, new SessionSettings());
			statements.commit(new RunningRowSql(this.table, planned, this.context.runId()).remove(row));
			return new Outcome.Succeeded();
		}
		catch (Stop stop) {
			return stop.outcome();
		}
		catch (IOException ex) {
			return work.unreadable(ex);
		}
	}

	/**
	 * Undo a migration statement by statement, or go on with that. The history counts the
	 * finished statements of the undo script in the row, which goes with the last one.
	 * @param connection a connection in autocommit mode, on which the script runs
	 * @param holder another one, which holds the lock meanwhile
	 * @param planned the history that it was planned with
	 * @param undo what undoes it, parsed
	 * @param row the row
	 * @param deadline when to give up waiting for a statement of a killed process, as
	 * {@link System#nanoTime()} counts
	 * @return how it went
	 * @throws SQLException if a connection itself fails
	 * @throws InterruptedException if the thread was interrupted while waiting
	 */
	public Outcome undo(Connection connection, Connection holder, History planned, Undo undo, HistoryRow row,
			long deadline) throws SQLException, InterruptedException {
		ScriptConnection work = new ScriptConnection(connection, this.table, undo, this.context.runId());
		HeldLock held;
		try {
			held = hold(holder, planned.server(), undo);
		}
		catch (SQLException ex) {
			return this.failures.beforeScript(ex);
		}
		UndoMark mark = row.undoMark(StatementsChecksum.NOTHING);
		RunningRowSql progress = new RunningRowSql(this.table, planned, this.context.runId(), mark);
		try (held) {
			StepwiseSql sql = new StepwiseSql(this.transaction, undo, held.held(), progress.permission());
			StepwiseScript run = null;
			try {
				if (isAwaited(work, held)) {
					return new Outcome.LockNotFree();
				}
				prepare(work, sql.requireHistory(planned));
				ResumePoint from = ResumePoint.ofUndo(this.context.options().service(), work, sql, progress, mark, row,
						deadline);
				say(undo, from.finished());
				run = script(work, sql, progress, planned.server(), from);
				int finished = run.run();
				work.run(sql.underLock(progress.removeUndone(finished)));
				return new Outcome.Succeeded();
			}
			catch (Stop stop) {
				recordFailure(work, sql, run, progress, stop.outcome());
				return whileHeld(stop.outcome(), undo);
			}
			catch (IOException ex) {
				Outcome result = work.unreadable(ex);
				recordFailure(work, sql, run, progress, result);
				return result;
			}
		}
	}

	/** Of a callback no row tells what stays. */
	private static Outcome withCommitted(Outcome outcome, @Nullable StepwiseScript run) {
		if (outcome instanceof Outcome.Contended contended) {
			return new Outcome.Contended(withCommitted(contended.unretried(), run), contended.cause());
		}
		return (outcome instanceof Outcome.Failed failed && run != null) ? failed.after(run.finished()) : outcome;
	}

	private HeldLock hold(Connection connection, ServerInfo server, Executable executable) throws SQLException {
		return HeldLock.take(connection, this.lock, this.transaction.acquisition(),
				SessionSql.lockHolderLimits(server.version()), this.transaction.applicationName(executable) + " (lock)",
				this.context.runId());
	}

	/** The waiting session goes on when the lock is given back, to be taken again. */
	private static boolean isAwaited(ScriptConnection work, HeldLock lock) throws Stop {
		return work.value("select " + lock.awaited()).equals("t");
	}

	/**
	 * Who holds the lock on a second connection, and misses it, has lost that connection.
	 * To wait and try again would have no end where something ends it each time.
	 */
	private static Outcome whileHeld(Outcome result, Executable executable) {
		return (result instanceof Outcome.LockNotFree) ? Outcome.ConnectionLost.ofLock(executable.label()) : result;
	}

	private void each(Connection connection, Event event, String held, SessionSettings settings)
			throws SQLException, Stop {
		for (Callback callback : this.context.callbacks()) {
			if (callback.event() == event) {
				call(connection, callback, held, settings);
			}
		}
	}

	/**
	 * Run a callback in a transaction of its own under the lock. It is not recorded.
	 * @param lock the expression that is true when the lock is held, or takes it
	 * @param settings what was set for the session before, and takes what the callback
	 * sets
	 */
	private void call(Connection connection, Callback callback, String lock, SessionSettings settings)
			throws Stop, SQLException {
		ScriptConnection work = new ScriptConnection(connection, this.table, callback, this.context.runId());
		StatementTransaction statements = new StatementTransaction(work,
				new StepwiseSql(this.transaction, callback, lock, ""), List.of(Step.own(OwnTransaction.BEGIN)),
				settings.statements());
		try {
			send(callback, statements, settings);
		}
		catch (IOException ex) {
			throw new Stop(work.unreadable(ex));
		}
		statements.commit("");
		settings.commit();
	}

	private static void send(Executable executable, StatementTransaction statements, SessionSettings settings)
			throws Stop, IOException {
		try (ScriptStatements source = executable.script().open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				// A pair around the whole file is this very transaction.
				if (next.kind() != Kind.BEGIN && next.kind() != Kind.COMMIT) {
					statements.add(next, source);
					settings.add(next);
				}
			}
		}
	}

	private void createTable(ScriptConnection work, History planned) throws Stop {
		prepare(work, this.transaction.creation(planned).stream().map(Step::own).toList());
	}

	/** Send what comes before a script. */
	private void prepare(ScriptConnection work, List<Step> steps) throws Stop {
		Failure failure = work.send(steps);
		if (failure != null) {
			work.abandon(failure.cause(), 0);
			throw new Stop(this.failures.beforeScript(failure.cause()));
		}
	}

	private Outcome apply(ScriptConnection work, Connection connection, HeldLock lock, History planned,
			Migration migration, long deadline) throws SQLException, InterruptedException {
		RunningRowSql row = new RunningRowSql(this.table, planned, this.context.runId());
		StepwiseSql sql = new StepwiseSql(this.transaction, migration, lock.held(), row.permission());
		StepwiseScript run = null;
		try {
			if (isAwaited(work, lock)) {
				return new Outcome.LockNotFree();
			}
			prepare(work, sql.requireHistory(planned));
			run = take(work, migration, sql, planned, row, deadline);
			StoredUndo undo = migration.largeUndoScript().orElse(null);
			if (undo != null) {
				work.storeUndo(sql.storeUndo(migration), undo);
			}
			each(connection, Event.BEFORE_EACH_MIGRATE, lock.held(), run.settings());
			int finished = run.run();
			each(connection, Event.AFTER_EACH_MIGRATE, lock.held(), run.settings());
			work.run(sql.underLock(row.complete(finished, finished, migration)));
			return new Outcome.Succeeded();
		}
		catch (Stop stop) {
			recordFailure(work, sql, run, row, stop.outcome());
			return whileHeld(stop.outcome(), migration);
		}
		catch (IOException ex) {
			Outcome result = work.unreadable(ex);
			recordFailure(work, sql, run, row, result);
			return result;
		}
	}

	private StepwiseScript take(ScriptConnection work, Migration migration, StepwiseSql sql, History planned,
			RunningRowSql row, long deadline) throws SQLException, Stop, IOException, InterruptedException {
		ResumePoint resumePoint = ResumePoint.of(this.context.options().service(), work, migration, sql, row,
				planned.unfinished(migration).orElse(null), deadline);
		say(migration, resumePoint.finished());
		return script(work, sql, row, planned.server(), resumePoint);
	}

	private StepwiseScript script(ScriptConnection work, StepwiseSql sql, RunningRowSql row, ServerInfo server,
			ResumePoint from) {
		NonTransactionalStatement nonTransactional = new NonTransactionalStatement(work, sql, row,
				server.behindPooler(), !this.context.options().searchPath().isEmpty(),
				this.context.options().role() != null);
		return new StepwiseScript(work, sql, row, nonTransactional, from.finished(), from.previousTry());
	}

	private void say(Executable migration, int finished) {
		String reason = migration.script().parsed().reason();
		logger.info(new ServiceName(this.context.options().service()) + " runs '" + migration.label()
				+ "' statement by statement, not in one transaction"
				+ (reason.isEmpty() ? ", as it was begun" : ": " + reason)
				+ ((finished > 0) ? "; it goes on with statement " + (finished + 1) : ""));
	}

	/**
	 * Without this record the next run would have to find out what became of it, as it
	 * has to where this one does not know either.
	 */
	private static void recordFailure(ScriptConnection work, StepwiseSql sql, @Nullable StepwiseScript run,
			RunningRowSql row, Outcome result) {
		if (run == null || run.isUnknown() || !(result instanceof Outcome.Failed || result instanceof Outcome.Refused
				|| result instanceof Outcome.Interrupted || result instanceof Outcome.Contended)) {
			return;
		}
		Failure failure = work.send(sql.withoutLock(row.fail(run.finished())));
		if (failure != null) {
			logger.debug("The failure could not be recorded: " + work.masked(failure.cause()));
			work.rollBack();
		}
	}

}
