package dev.slipway.engine.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.Conditions;
import dev.slipway.engine.execute.Execution;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.execute.StepwiseExecutor;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.MissingGrants;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.PoolSize;
import dev.slipway.engine.postgres.RunConnections;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.watch.Watch;
import dev.slipway.engine.watch.WatchTarget;
import org.jspecify.annotations.Nullable;

/**
 * Applies what is pending of one service, attempt by attempt. After each the history
 * tells what has come of it, and the plan is made anew.
 */
final class Attempts {

	private static final LineLog logger = LineLog.ofRuns();

	private final MigratorOptions options;

	private final Conditions conditions;

	private final Situation situation;

	private final FailureReport failures;

	private final RunConnections connections;

	private final RetryPolicy patience;

	private final Execution execution;

	private final StepwiseExecutor stepwise;

	private final AdvisoryLock lock;

	private long lockDeadline;

	private boolean saidUnwatched;

	Attempts(MigratorOptions options, Conditions conditions, Situation situation, FailureReport failures,
			RunConnections connections) {
		this.options = options;
		this.conditions = conditions;
		this.situation = situation;
		this.failures = failures;
		this.connections = connections;
		this.patience = new RetryPolicy(options, situation, failures, connections);
		this.execution = new Execution(conditions);
		this.stepwise = new StepwiseExecutor(conditions);
		this.lock = AdvisoryLock.of(conditions.table());
	}

	/** Apply everything. */
	void run() {
		try {
			callbacks(Event.BEFORE_MIGRATE);
			allowWaiting();
			while (!this.situation.pending().isEmpty()) {
				attempt(next());
			}
			if (!this.failures.applied().rows(this.situation.history()).isEmpty()) {
				callbacks(Event.AFTER_MIGRATE_APPLIED);
			}
			callbacks(Event.AFTER_MIGRATE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(this.situation.history(), ex);
		}
	}

	private void callbacks(Event event) throws InterruptedException {
		for (Callback callback : this.conditions.callbacks()) {
			boolean done = callback.event() != event;
			allowWaiting();
			while (!done) {
				done = attempt(call(callback));
			}
		}
	}

	private boolean attempt(Turn turn) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		History history = this.situation.history();
		Plan.Steps steps = this.situation.steps();
		Outcome result;
		List<ServerSession> blockers = List.of();
		try {
			BorrowedConnection session = this.connections.work();
			try (Watch watch = watch(session, turn)) {
				result = turn.work().on(session);
				blockers = watch.blockers();
			}
			if (result instanceof Outcome.LockNotFree && !awaitRelease()) {
				throw this.failures.lockTimeout(this.options.timeouts().lockWait(), describeHolder(),
						this.situation.history());
			}
		}
		catch (SQLException ex) {
			result = (DatabaseException.reason(ex) == Reason.UNREACHABLE) ? new Outcome.ConnectionLost(null, ex)
					: new Outcome.Refused(Reason.OTHER, "a query of Slipway's own was refused", ex);
		}
		settle(turn, result, blockers);
		if (turn.recorded()) {
			this.patience.requireProgress(result, this.situation.isAs(history, steps));
		}
		return result instanceof Outcome.Applied;
	}

	/** See what an attempt has come to, and plan anew. */
	private void settle(Turn turn, Outcome result, List<ServerSession> blockers) throws InterruptedException {
		Outcome.ConnectionLost loss = (result instanceof Outcome.ConnectionLost lost) ? lost : null;
		this.patience.read(loss);
		if (!(result instanceof Outcome.LockNotFree)) {
			allowWaiting();
		}
		History history = this.situation.history();
		if (Thread.currentThread().isInterrupted()) {
			this.failures.refuseCancelled(result, history);
		}
		if (loss != null && !turn.repeatable()) {
			throw this.failures.connectionLost(loss, history);
		}
		if (result instanceof Outcome.Contended contended) {
			if (!turn.repeatable()) {
				this.failures.refuse(contended.loss(), history);
			}
			this.patience.retry(contended, blockers);
		}
		if (result instanceof Outcome.Refused refused && refused.reason() == Reason.MISSING_PRIVILEGE) {
			throw this.failures.missingPrivilege(refused, missingGrants(turn), history);
		}
		this.failures.refuse(result, history);
		if (result instanceof Outcome.Applied) {
			this.patience.forget();
		}
		this.situation.plan();
	}

	private Watch watch(BorrowedConnection session, Turn turn) {
		Optional<PoolSize> used = PoolSize.of(this.connections.dataSource())
			.filter((pool) -> pool.connections() <= turn.connections());
		used.filter((pool) -> !this.saidUnwatched).ifPresent((pool) -> {
			this.saidUnwatched = true;
			logger.info(subject() + " does not watch long steps: the pool lends no connection for that ("
					+ pool.setting() + " is " + pool.connections() + ")");
		});
		return Watch.begin(
				new WatchTarget(this.conditions.service(), turn.label(), session.connection(), this.lock,
						this.conditions.runId(), this.conditions.lockTimeout(), this.failures.secrets()),
				this.connections.dataSource(), used.isEmpty());
	}

	/** As many as run in a transaction each, or one that does not. */
	private Turn next() {
		Requirements requirements = requirements();
		Migration first = this.situation.pending().get(0);
		if (requirements.isStepwise(first)) {
			return new Turn(2, first.label(), true, true, (session) -> applyStepwise(session, first));
		}
		List<Migration> whole = this.situation.pending()
			.stream()
			.takeWhile((migration) -> !requirements.isStepwise(migration))
			.toList();
		return new Turn(1, null, true, true,
				(session) -> this.execution.apply(session.connection(), this.situation.history(), whole));
	}

	private Outcome applyStepwise(BorrowedConnection session, Migration migration)
			throws SQLException, InterruptedException {
		try (BorrowedConnection holder = second(migration)) {
			return this.stepwise.apply(session.connection(), holder.connection(), this.situation.history(), migration,
					this.lockDeadline);
		}
	}

	private Turn call(Callback callback) {
		String label = callback.asMigration().label();
		if (callback.script().outline().transactional()) {
			return new Turn(1, label, true, false, (session) -> this.stepwise.callback(session.connection(), callback));
		}
		return new Turn(2, label, false, false, (session) -> {
			try (BorrowedConnection holder = second(callback.asMigration())) {
				return this.stepwise.callback(session.connection(), holder.connection(),
						this.situation.history().server(), callback);
			}
		});
	}

	private BorrowedConnection second(Migration migration) throws InterruptedException {
		try {
			return this.connections.second();
		}
		catch (DatabaseException ex) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			throw requirements().secondConnectionMissing(migration, ex,
					this.failures.applied().sentence(this.situation.history()));
		}
	}

	private boolean awaitRelease() throws SQLException, InterruptedException {
		return this.lock.awaitRelease(this.connections.work().connection(), subject(), this.failures.secrets(),
				this.lockDeadline);
	}

	private List<String> missingGrants(Turn turn) {
		return new MissingGrants(this.conditions.table(), this.conditions.createSchema())
			.toWrite(this.connections.work().connection(), this.situation.history().exists(), turn.connections() > 1);
	}

	/** Whoever was waited for may still be there. */
	private String describeHolder() {
		return this.lock.describeHolder(this.connections.work().connection(), this.failures.secrets());
	}

	/** A wait for others begins: it ends when they have had their time in a row. */
	private void allowWaiting() {
		this.lockDeadline = System.nanoTime() + this.options.timeouts().lockWait().toNanos();
	}

	private Requirements requirements() {
		return new Requirements(this.options, this.connections.dataSource(), this.situation.history());
	}

	private String subject() {
		return SlipwayException.subject(this.conditions.service());
	}

	/**
	 * What is tried at a time.
	 *
	 * @param connections how many connections it takes
	 * @param label the one migration that it applies; {@code null} when there are several
	 * @param repeatable whether it may be tried again: not what keeps what it has done,
	 * and nobody records how far it came
	 * @param recorded whether the history tells when it was done
	 * @param work what is done with the first of the connections
	 */
	private record Turn(int connections, @Nullable String label, boolean repeatable, boolean recorded,
			SessionWork work) {

	}

	private interface SessionWork {

		Outcome on(BorrowedConnection session) throws SQLException, InterruptedException;

	}

}
