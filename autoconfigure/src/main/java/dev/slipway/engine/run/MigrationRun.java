package dev.slipway.engine.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationReport;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.execute.RunContext;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.SharedReading;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionPool;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.report.RunLog;
import org.jspecify.annotations.Nullable;

/**
 * From reading the history to nothing pending, for one service: planned without the lock,
 * applied in batches that take it each, and planned again after each of them.
 */
public final class MigrationRun {

	/** Given back between planning and working, unless the run is to keep it. */
	private final BorrowedConnection work;

	private final MigratorOptions options;

	private final HistoryReader reader;

	private final Planner planner;

	private final RunLog log;

	private final Listeners listeners;

	private final boolean hadPending;

	private Plan plan;

	/** As it was read last; the plan may have been made before that. */
	private History history;

	/** Time that this service took, without that of the services between. */
	private Duration duration;

	private MigrationRun(BorrowedConnection work, MigratorOptions options, HistoryReader reader, Planner planner,
			RunLog log, Listeners listeners, Plan plan, Duration duration) {
		this.work = work;
		this.options = options;
		this.reader = reader;
		this.planner = planner;
		this.log = log;
		this.listeners = listeners;
		this.hadPending = !plan.pending().isEmpty();
		this.plan = plan;
		this.history = plan.history();
		this.duration = duration;
	}

	/**
	 * Read the history, in one round trip, and plan.
	 * @throws SlipwayException if the history cannot be read or does not fit the files
	 */
	public static MigrationRun prepare(DataSource dataSource, MigratorOptions options, MigrationSet set,
			Listeners listeners) {
		try (BorrowedConnection work = new BorrowedConnection(options.service(), dataSource)) {
			return prepare(work, options, set, listeners, null);
		}
	}

	/**
	 * Read the history, in one round trip, and plan. The connection is not given back.
	 * @param work lends the connection that this reads with, and the run works with
	 * @param shared reads it with those of other services; {@code null} to read it alone
	 * @throws SlipwayException if the history cannot be read or does not fit the files;
	 * the connection is given back then
	 */
	public static MigrationRun prepare(BorrowedConnection work, MigratorOptions options, MigrationSet set,
			Listeners listeners, @Nullable SharedReading shared) {
		long begin = System.nanoTime();
		AppliedInRun applied = new AppliedInRun(UUID.randomUUID().toString(), set);
		HistoryReader reader = HistoryReader.of(options);
		Planner planner = new Planner(options, applied);
		RunLog log = new RunLog(options.service(), applied);
		Plan plan;
		History history = null;
		try {
			history = (shared != null) ? shared.history(set, work) : null;
			if (history == null) {
				history = readOrAdopt(options, set, reader.unlessAs(set), work);
			}
			set.serverSaid(history.server());
			plan = plan(planner, reader, history, work, listeners);
			if (shared != null && plan.history() != history) {
				// It has waited.
				shared.forget();
			}
		}
		catch (RuntimeException ex) {
			work.close();
			throw ChangedStatements.explained(ex, work.dataSource(), options, set, history);
		}
		log.warnOfFiles();
		log.warnOfUntrustedWriters(reader.table(plan.history()), plan.history());
		return new MigrationRun(work, options, reader.of(plan.history()), planner, log, listeners, plan,
				Duration.ofNanos(System.nanoTime() - begin));
	}

	private static Plan plan(Planner planner, HistoryReader reader, History history, BorrowedConnection connection,
			Listeners listeners) {
		try {
			return planner.plan(history);
		}
		catch (HistoryConflictException ex) {
			if (!planner.isBegunElsewhere(history)) {
				throw ex;
			}
		}
		AppliedInRun applied = planner.applied();
		FailureReport failures = new FailureReport(applied.set().service(), applied, applied.set().secrets());
		try {
			return new UnfinishedElsewhere(planner, reader.of(history), failures, listeners, new StopSignal())
				.plan(history, connection);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failures.interrupted(history, ex);
		}
	}

	/**
	 * Read the history for the first time, from a server that is waited for if the
	 * options say so.
	 * @throws SlipwayException if it cannot be read
	 */
	static History read(MigratorOptions options, HistoryReader reader, BorrowedConnection connection) {
		// Without the class that waits, where nobody does.
		return (options.connectRetries() > 0) ? ConnectRetries.read(options, reader, connection)
				: reader.read(connection);
	}

	/**
	 * What another tool has applied counts from the first start on that takes it over.
	 */
	private static History readOrAdopt(MigratorOptions options, MigrationSet set, HistoryReader reader,
			BorrowedConnection connection) {
		DatabaseException refusal = null;
		try {
			History history = read(options, reader, connection);
			boolean looked = options.adoptTable() == null && !options.ignoreForeignHistory();
			if (!options.adoptsAutomatically() || history.hasRows() || looked) {
				return history;
			}
		}
		catch (DatabaseException ex) {
			if (!options.adoptsAutomatically() || ex.getReason() != Reason.FOREIGN_HISTORY) {
				throw ex;
			}
			refusal = ex;
		}
		return new AdoptionRun(connection.dataSource(), options, set).adoptAndRead(connection, refusal);
	}

	/**
	 * Return whether the run may keep the connection that it was planned with, which
	 * costs much to make again, and which nobody else misses.
	 */
	public boolean mayKeepConnection() {
		return this.hadPending && ConnectionPool.connectsEachTime(dataSource());
	}

	public String service() {
		return this.options.service();
	}

	DataSource dataSource() {
		return this.work.dataSource();
	}

	/** What tells the database from every other, whichever DataSource leads to it. */
	String databaseId() {
		return this.history.server().databaseId();
	}

	public String historyTable() {
		return this.reader.table(this.history).qualified();
	}

	public String historyId() {
		return this.reader.table(this.history).id(this.history.server());
	}

	public boolean isBehindPooler() {
		return this.history.server().behindPooler();
	}

	/**
	 * See that what is pending can be applied, before any service is changed.
	 * @throws SlipwayException if it cannot
	 */
	public void requireApplicable() {
		new Requirements(this.options, dataSource(), this.plan).check(this.planner.callbacks(this.hadPending));
	}

	/**
	 * Apply what is pending.
	 * @return what was done
	 * @throws SlipwayException if it could not be done
	 */
	public MigrationReport execute() {
		return execute(null);
	}

	/**
	 * Apply what is pending, beside runs of other databases.
	 * @param stop tells whether one of them has failed; {@code null} without others
	 */
	MigrationReport execute(@Nullable StopSignal stop) {
		long begin = System.nanoTime();
		try {
			this.listeners.started(service(), this.plan.pending().size());
			// A standby with nothing pending is fine, and nothing can be called there.
			if (this.hadPending || (this.history.server().isWritable()
					&& (!this.planner.callbacks(false).isEmpty() || !this.plan.toRecord().isEmpty()))) {
				apply((stop != null) ? stop : new StopSignal());
			}
		}
		catch (RuntimeException | Error ex) {
			if (stop != null) {
				stop.send(service());
			}
			this.listeners.failed(service(), ex);
			throw ex;
		}
		this.duration = this.duration.plusNanos(System.nanoTime() - begin);
		return this.listeners.completed(this.log.report(this.plan, this.hadPending, this.duration));
	}

	private void apply(StopSignal stop) {
		AppliedInRun applied = this.planner.applied();
		FailureReport failures = new FailureReport(service(), applied, applied.set().secrets());
		if (this.hadPending) {
			this.log.begin(this.plan.pending());
		}
		try (BorrowedConnection work = this.work) {
			apply(stop, work, new UnfinishedElsewhere(this.planner, this.reader, failures, this.listeners, stop),
					new BatchExecutor(context(), failures, work, this.listeners, stop),
					new ReconnectingReader(service(), this.reader, work, failures),
					new RetryPolicy(service(), this.options.timeouts().lockRetries(), failures, work, this.history,
							(blocker) -> this.listeners.waiting(service(), blocker)));
		}
		catch (InterruptedException ex) {
			String failed = stop.failed();
			if (failed != null && !this.plan.pending().isEmpty()) {
				throw failures.endedAfterFailureOf(failed, this.plan.pending().get(0), this.history);
			}
			Thread.currentThread().interrupt();
			throw failures.interrupted(this.history, ex);
		}
	}

	/** The whole of a run. */
	private void apply(StopSignal stop, BorrowedConnection work, UnfinishedElsewhere others, BatchExecutor executor,
			ReconnectingReader rereading, RetryPolicy retries) throws InterruptedException {
		Set<Callback> called = new HashSet<>();
		for (Optional<Batch> next = next(called); next.isPresent(); next = next(called)) {
			Batch batch = next.get();
			// Callbacks at the end belong to what was applied.
			if (stop.failed() != null && !this.plan.pending().isEmpty()) {
				throw new InterruptedException();
			}
			this.listeners.tried(service(), batch);
			BatchExecutor.Result result = executor.execute(batch, this.plan.history());
			this.history = rereading.readAfter(result.outcome());
			this.listeners.applied(service(), this.log.applied(this.history));
			if (batch instanceof Batch.Renumbering renumbering && (result.outcome() instanceof Outcome.Succeeded
					|| result.outcome() instanceof Outcome.ConnectionLost)) {
				this.log.recorded(renumbering.rows(), this.history);
			}
			retries.pauseOrThrow(batch, result, this.history, rereading.connectionLoss());
			Plan before = this.plan;
			this.plan = others.plan(this.history, work);
			this.history = this.plan.history();
			if (batch.isTrackedByHistory()) {
				retries.pauseOrThrowWithoutProgress(result.outcome(), before, this.plan);
			}
			else if (batch instanceof Batch.Call call && result.outcome() instanceof Outcome.Succeeded) {
				called.add(call.callback());
			}
		}
	}

	private Optional<Batch> next(Set<Callback> called) {
		return this.plan.next(called, !this.planner.applied().rows(this.history).isEmpty());
	}

	private RunContext context() {
		AppliedInRun applied = this.planner.applied();
		return new RunContext(this.options, this.reader.table(this.history), this.history.server().version(),
				applied.runId(), applied.set().callbacks());
	}

}
