package dev.slipway.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.engine.error.DatabaseException;
import dev.slipway.engine.error.SlipwayException;
import dev.slipway.engine.execute.Execution;
import dev.slipway.engine.execute.StepwiseExecution;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.script.Callback;
import dev.slipway.engine.script.Callback.Event;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.MigrationSet;

/**
 * One execution of one service's plan: planned without the lock, applied under it, and
 * planned again whenever another process came between.
 */
final class Run {

	/** Time that this service took, without that of the services between. */
	private Duration duration;

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final HistoryTable table;

	private final HistoryReader reader;

	private final AppliedInRun applied;

	private final Failures failures;

	private final RunLog log;

	private final Planning planning;

	private final boolean startsBehind;

	private History history;

	private Plan.Steps steps;

	private Run(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		long begin = System.nanoTime();
		this.dataSource = dataSource;
		this.options = options;
		this.table = new HistoryTable(options.schema(), options.table());
		this.reader = new HistoryReader(options.service(), this.table);
		this.applied = new AppliedInRun(UUID.randomUUID().toString(), set);
		this.failures = new Failures(options.service(), this.applied);
		this.log = new RunLog(options.service(), this.applied);
		this.planning = new Planning(options, this.table, set, this.applied);
		try (Session session = Session.open(options.service(), dataSource)) {
			this.history = this.reader.read(session);
		}
		this.steps = this.planning.plan(this.history);
		this.startsBehind = !this.steps.pending().isEmpty();
		this.duration = Duration.ofNanos(System.nanoTime() - begin);
	}

	/** Read the history, in one flight, and plan. */
	static Run prepare(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		return new Run(dataSource, options, set);
	}

	String service() {
		return this.options.service();
	}

	String historyTable() {
		return this.table.qualified();
	}

	/** Tells the history table from every other one, whichever DataSource leads to it. */
	String historyId() {
		return this.history.server().databaseId() + "/" + this.table.qualified();
	}

	boolean isPooled() {
		return this.history.server().pooled();
	}

	/** Refuse what could never be applied, before any service is changed. */
	void requireApplicable() {
		requirements().check(this.steps.pending(),
				this.planning.callbacks(this.startsBehind).stream().map(Callback::asMigration).toList());
	}

	private Requirements requirements() {
		return new Requirements(this.options, this.dataSource, this.history);
	}

	MigrationReport execute() {
		long begin = System.nanoTime();
		// A standby with nothing pending is fine, and nobody can call anything there.
		if (this.startsBehind || (this.history.server().isWritable() && !this.planning.callbacks(false).isEmpty())) {
			try (Session session = Session.open(service(), this.dataSource)) {
				applyPending(session);
			}
			catch (Lost lost) {
				// The session is given back before a lost connection is looked into.
				throw connectionLost(lost.result);
			}
		}
		this.duration = this.duration.plusNanos(System.nanoTime() - begin);
		return this.log.report(this.history, this.steps, this.startsBehind, this.duration);
	}

	private void applyPending(Session session) throws Lost {
		Execution execution = new Execution(service(), this.table, this.options.createSchema(),
				this.options.searchPath(), this.applied.runId(), this.applied.set().callbacks());
		StepwiseExecution stepwise = new StepwiseExecution(service(), this.table, this.options.createSchema(),
				this.options.searchPath(), this.applied.runId(), this.applied.set().callbacks());
		long deadline = System.nanoTime() + this.options.timeouts().lockWait().toNanos();
		try {
			callbacks(session, stepwise, Event.BEFORE_MIGRATE, deadline);
			while (!this.steps.pending().isEmpty()) {
				settle(session, applyNext(session, execution, stepwise, deadline), deadline);
			}
			if (!this.applied.rows(this.history).isEmpty()) {
				callbacks(session, stepwise, Event.AFTER_MIGRATE_APPLIED, deadline);
			}
			callbacks(session, stepwise, Event.AFTER_MIGRATE, deadline);
		}
		catch (SQLException ex) {
			throw new DatabaseException(service(), DatabaseException.reason(ex), String.valueOf(ex.getMessage()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(ex);
		}
	}

	/** As many as run in a transaction each, or one that does not. */
	private Execution.Result applyNext(Session session, Execution execution, StepwiseExecution stepwise, long deadline)
			throws SQLException, InterruptedException {
		List<Migration> pending = this.steps.pending();
		Requirements requirements = requirements();
		int whole = 0;
		while (whole < pending.size() && !requirements.isStepwise(pending.get(whole))) {
			whole++;
		}
		if (whole > 0) {
			return execution.apply(session.connection(), this.history, pending.subList(0, whole));
		}
		Migration migration = pending.get(0);
		try (Session holder = openSecond(migration)) {
			Execution.Result result = stepwise.apply(session.connection(), holder.connection(), this.history, migration,
					deadline);
			if (!(result instanceof Execution.Applied)) {
				holder.evict();
			}
			return result;
		}
	}

	private Session openSecond(Migration migration) {
		try {
			return Session.open(service(), this.dataSource);
		}
		catch (DatabaseException ex) {
			throw requirements().secondConnectionMissing(migration, ex);
		}
	}

	private Execution.Result call(Session session, StepwiseExecution stepwise, Callback callback) throws SQLException {
		if (callback.script().outline().transactional()) {
			return stepwise.callback(session.connection(), callback);
		}
		try (Session holder = openSecond(callback.asMigration())) {
			return stepwise.callback(session.connection(), holder.connection(), this.history.server(), callback);
		}
	}

	private void callbacks(Session session, StepwiseExecution stepwise, Event event, long deadline)
			throws SQLException, InterruptedException, Lost {
		for (Callback callback : this.applied.set().callbacks()) {
			boolean done = callback.event() != event;
			while (!done) {
				Execution.Result result = call(session, stepwise, callback);
				done = result instanceof Execution.Applied;
				if (!done) {
					settle(session, result, deadline);
				}
			}
		}
	}

	/** See what an attempt has come to, and plan anew: the history is the witness. */
	private void settle(Session session, Execution.Result result, long deadline)
			throws SQLException, InterruptedException, Lost {
		if (result instanceof Execution.ConnectionLost lost) {
			session.evict();
			throw new Lost(lost);
		}
		if (result instanceof Execution.LockNotFree
				&& !AdvisoryLock.of(this.table).awaitRelease(session.connection(), subject(), deadline)) {
			throw this.failures.lockTimeout(this.options.timeouts().lockWait().toSeconds(), this.history);
		}
		this.history = this.reader.read(session);
		this.log.applied(this.history);
		this.failures.refuse(result, this.history);
		this.steps = this.planning.plan(this.history);
	}

	private DatabaseException connectionLost(Execution.ConnectionLost lost) {
		try (Session session = Session.open(service(), this.dataSource)) {
			this.history = this.reader.read(session);
			this.log.applied(this.history);
			return this.failures.connectionLost(lost, this.history);
		}
		catch (DatabaseException ex) {
			lost.cause().addSuppressed(ex);
			return this.failures.connectionLost(lost, null);
		}
	}

	private String subject() {
		return SlipwayException.subject(service());
	}

	/** Ends the use of a connection that broke. */
	private static final class Lost extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient Execution.ConnectionLost result;

		Lost(Execution.ConnectionLost result) {
			super(null, null, false, false);
			this.result = result;
		}

	}

}
