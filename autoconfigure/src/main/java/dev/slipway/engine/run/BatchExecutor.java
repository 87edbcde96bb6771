package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.execute.RecordingExecutor;
import dev.slipway.engine.execute.RunContext;
import dev.slipway.engine.execute.StepwiseExecutor;
import dev.slipway.engine.execute.TransactionalExecutor;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.history.History;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionPool;
import dev.slipway.engine.postgres.MissingGrants;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import dev.slipway.engine.watch.Watch;
import dev.slipway.engine.watch.WatchTarget;

/**
 * Executes a batch on the run's connections, watches it meanwhile, and waits while
 * another process has the lock.
 */
final class BatchExecutor {

	private static final LineLog logger = LineLog.ofRuns();

	private final MigratorOptions options;

	private final RunContext context;

	private final FailureReport failures;

	private final BorrowedConnection work;

	private final StepwiseExecutor stepwise;

	private final AdvisoryLock lock;

	private final Listeners listeners;

	private final StopSignal stop;

	/** {@code lock.wait-timeout} limits one uninterrupted wait, not the run. */
	private long lockDeadline;

	private boolean waiting;

	private boolean saidUnwatched;

	/** A run of its own, which nobody sees. */
	BatchExecutor(RunContext context, FailureReport failures, BorrowedConnection work) {
		this(context, failures, work, new Listeners(List.of()), new StopSignal());
	}

	BatchExecutor(RunContext context, FailureReport failures, BorrowedConnection work, Listeners listeners,
			StopSignal stop) {
		this.listeners = listeners;
		this.options = context.options();
		this.context = context;
		this.failures = failures;
		this.work = work;
		this.stepwise = new StepwiseExecutor(context);
		this.lock = AdvisoryLock.of(context.table());
		this.stop = stop;
	}

	/**
	 * Execute a batch.
	 * @param batch the batch
	 * @param history the history that it was planned with
	 * @return what it came to; when another process had the lock, it has given it back
	 * @throws DatabaseException if the lock was waited for too long, or a connection
	 * cannot be borrowed
	 * @throws InterruptedException if the thread is interrupted while waiting
	 */
	Result execute(Batch batch, History history) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (!this.waiting) {
			this.lockDeadline = System.nanoTime() + this.options.timeouts().migrationLockWait().toNanos();
		}
		Result result = tryToExecute(batch, history);
		this.waiting = result.outcome() instanceof Outcome.LockNotFree;
		return result;
	}

	private Result tryToExecute(Batch batch, History history) throws InterruptedException {
		try {
			Connection connection = this.work.connection();
			Outcome outcome;
			List<ServerSession> blockers;
			try (Watch watch = watch(connection, batch)) {
				outcome = execute(batch, connection, history);
				blockers = watch.blockers();
			}
			if (outcome instanceof Outcome.LockNotFree) {
				awaitRelease(history);
			}
			return new Result(outcome, blockers, missingGrants(batch, outcome, history));
		}
		catch (SQLException ex) {
			return new Result(
					(DatabaseException.reason(ex) == Reason.UNREACHABLE) ? Outcome.ConnectionLost.of(null, ex)
							: new Outcome.Refused(Reason.OTHER, "a query of Slipway's own was refused", ex),
					List.of(), List.of());
		}
	}

	private Outcome execute(Batch batch, Connection connection, History history)
			throws SQLException, InterruptedException {
		if (batch instanceof Batch.Transactional several) {
			return new TransactionalExecutor(connection, this.context).apply(history, several.migrations());
		}
		if (batch instanceof Batch.Renumbering renumbering) {
			return new RecordingExecutor(connection, this.context).apply(history, renumbering);
		}
		if (batch instanceof Batch.Baseline baseline) {
			return new RecordingExecutor(connection, this.context).apply(history, baseline);
		}
		if (batch instanceof Batch.NonTransactional one) {
			try (BorrowedConnection holder = second(one.migration(), history)) {
				return this.stepwise.apply(connection, holder.connection(), history, one.migration(),
						this.lockDeadline);
			}
		}
		if (batch instanceof Batch.Undoing one) {
			return undo(one, connection, history);
		}
		Batch.Call call = (Batch.Call) batch;
		Callback callback = call.callback();
		if (call.isTransactional()) {
			return this.stepwise.callback(connection, callback);
		}
		try (BorrowedConnection holder = second(callback, history)) {
			return this.stepwise.callback(connection, holder.connection(), history.server(), callback);
		}
	}

	private Outcome undo(Batch.Undoing one, Connection connection, History history)
			throws SQLException, InterruptedException {
		if (one.isTransactional()) {
			return this.stepwise.undo(connection, history, one.undo(), one.row());
		}
		try (BorrowedConnection holder = second(one.undo(), history)) {
			return this.stepwise.undo(connection, holder.connection(), history, one.undo(), one.row(),
					this.lockDeadline);
		}
	}

	private BorrowedConnection second(Executable executable, History history) throws InterruptedException {
		try {
			return this.work.another();
		}
		catch (DatabaseException ex) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			throw Requirements.secondConnectionMissing(this.options.service(), executable, ex,
					this.failures.applied().sentence(history));
		}
	}

	private Watch watch(Connection connection, Batch batch) {
		Optional<String> used = ConnectionPool.limit(this.work.dataSource(), batch.connections());
		used.filter((limit) -> !this.saidUnwatched).ifPresent((limit) -> {
			this.saidUnwatched = true;
			logger.info(subject() + " does not watch long statements: the pool lends no connection for that (" + limit
					+ ")");
		});
		return Watch.begin(
				new WatchTarget(this.options.service(), batch.label(), connection, this.lock, this.context.runId(),
						this.options.timeouts().lockTimeout(), this.failures.secrets(), this::waiting),
				this.work.dataSource(), used.isEmpty());
	}

	private void awaitRelease(History history) throws SQLException, InterruptedException {
		boolean released;
		this.stop.beginWait();
		try {
			released = this.lock.awaitRelease(this.work.connection(), subject(), this.failures.secrets(),
					this.lockDeadline, this::waiting);
		}
		finally {
			this.stop.endWait();
		}
		// Who finds the lock free each time, and still cannot take it, waits too.
		if (!released || System.nanoTime() - this.lockDeadline >= 0) {
			// The process that was waited for may still be there.
			String holder = this.lock.describeHolder(this.work.connection(), this.failures.secrets());
			throw this.failures.waitTimeout(this.options.timeouts().migrationLockWait(), holder, history);
		}
	}

	private void waiting(String forWhat) {
		this.listeners.waiting(this.options.service(), forWhat);
	}

	private List<String> missingGrants(Batch batch, Outcome outcome, History history) {
		if (!(outcome instanceof Outcome.Refused refused) || refused.reason() != Reason.MISSING_PRIVILEGE) {
			return List.of();
		}
		MissingGrants grants = new MissingGrants(this.context.table().schema(), this.context.table().table(),
				this.options.createSchema(), this.options.role());
		boolean changes = batch.connections() > 1 || batch instanceof Batch.Renumbering;
		return (batch instanceof Batch.Undoing) ? grants.toCorrect(this.work.connection(), changes)
				: grants.toWrite(this.work.connection(), history.exists(), changes);
	}

	private String subject() {
		return new ServiceName(this.options.service()).toString();
	}

	/**
	 * What executing a batch has shown.
	 *
	 * @param outcome what it came to
	 * @param blockers the sessions that it was last seen waiting for
	 * @param missingGrants the statements that grant what the role lacks, where the
	 * outcome is that; empty when it cannot be told
	 */
	record Result(Outcome outcome, List<ServerSession> blockers, List<String> missingGrants) {

	}

}
