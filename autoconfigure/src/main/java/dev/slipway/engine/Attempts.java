package dev.slipway.engine;

import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.error.DatabaseException;
import dev.slipway.engine.error.DatabaseException.Reason;
import dev.slipway.engine.error.SlipwayException;
import dev.slipway.engine.execute.Conditions;
import dev.slipway.engine.execute.Execution;
import dev.slipway.engine.execute.StepwiseExecution;
import dev.slipway.engine.history.History;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.script.Callback;
import dev.slipway.engine.script.Callback.Event;
import dev.slipway.engine.script.Migration;

/**
 * Applies what is pending of one service, attempt by attempt. After each the history
 * tells what has come of it, and the plan is made anew.
 */
final class Attempts {

	private final MigratorOptions options;

	private final Conditions conditions;

	private final Situation situation;

	private final Failures failures;

	private final Connections connections;

	private final Patience patience;

	private final Execution execution;

	private final StepwiseExecution stepwise;

	private long lockDeadline;

	Attempts(MigratorOptions options, Conditions conditions, Situation situation, Failures failures,
			Connections connections) {
		this.options = options;
		this.conditions = conditions;
		this.situation = situation;
		this.failures = failures;
		this.connections = connections;
		this.patience = new Patience(options, situation, failures, connections);
		this.execution = new Execution(conditions);
		this.stepwise = new StepwiseExecution(conditions);
	}

	/** Apply everything. */
	void run() {
		try {
			callbacks(Event.BEFORE_MIGRATE);
			allowWaiting();
			while (!this.situation.pending().isEmpty()) {
				attempt(this::applyNext);
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
				done = attempt((session) -> call(session, callback));
			}
		}
	}

	private boolean attempt(Attempt attempt) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		Execution.Result result;
		try {
			result = attempt.on(this.connections.work());
			if (result instanceof Execution.LockNotFree && !awaitRelease()) {
				throw this.failures.lockTimeout(this.options.timeouts().lockWait().toSeconds(),
						this.situation.history());
			}
		}
		catch (SQLException ex) {
			result = (DatabaseException.reason(ex) == Reason.UNREACHABLE) ? new Execution.ConnectionLost(null, ex)
					: new Execution.Refused(Reason.OTHER, "a query of Slipway's own was refused", ex);
		}
		settle(result);
		return result instanceof Execution.Applied;
	}

	/** See what an attempt has come to, and plan anew. */
	private void settle(Execution.Result result) throws InterruptedException {
		this.patience.read((result instanceof Execution.ConnectionLost lost) ? lost : null);
		if (!(result instanceof Execution.LockNotFree)) {
			allowWaiting();
		}
		History history = this.situation.history();
		if (Thread.currentThread().isInterrupted()) {
			this.failures.refuseCancelled(result, history);
		}
		if (result instanceof Execution.Contended contended) {
			this.patience.retry(contended, List.of());
		}
		this.failures.refuse(result, history);
		this.situation.plan();
	}

	/** As many as run in a transaction each, or one that does not. */
	private Execution.Result applyNext(Session session) throws SQLException, InterruptedException {
		List<Migration> pending = this.situation.pending();
		Requirements requirements = requirements();
		int whole = 0;
		while (whole < pending.size() && !requirements.isStepwise(pending.get(whole))) {
			whole++;
		}
		if (whole > 0) {
			return this.execution.apply(session.connection(), this.situation.history(), pending.subList(0, whole));
		}
		Migration migration = pending.get(0);
		try (Session holder = this.connections.second(migration, requirements)) {
			Execution.Result result = this.stepwise.apply(session.connection(), holder.connection(),
					this.situation.history(), migration, this.lockDeadline);
			if (!(result instanceof Execution.Applied)) {
				holder.evict();
			}
			return result;
		}
	}

	private Execution.Result call(Session session, Callback callback) throws SQLException {
		if (callback.script().outline().transactional()) {
			return this.stepwise.callback(session.connection(), callback);
		}
		try (Session holder = this.connections.second(callback.asMigration(), requirements())) {
			return this.stepwise.callback(session.connection(), holder.connection(), this.situation.history().server(),
					callback);
		}
	}

	private boolean awaitRelease() throws SQLException, InterruptedException {
		return AdvisoryLock.of(this.conditions.table())
			.awaitRelease(this.connections.work().connection(), SlipwayException.subject(this.conditions.service()),
					this.lockDeadline);
	}

	/** A wait for others begins: it ends when they have had their time in a row. */
	private void allowWaiting() {
		this.lockDeadline = System.nanoTime() + this.options.timeouts().lockWait().toNanos();
	}

	private Requirements requirements() {
		return new Requirements(this.options, this.connections.dataSource(), this.situation.history());
	}

	/**
	 * What is tried.
	 */
	private interface Attempt {

		Execution.Result on(Session session) throws SQLException, InterruptedException;

	}

}
