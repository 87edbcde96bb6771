package dev.slipway.engine.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each batch whether the run goes on, pauses or ends. The one place that
 * does.
 */
final class RetryPolicy {

	/** A script that crashes its server must not do so for ever. */
	private static final int MOST_LOSSES_IN_ONE_PLACE = 2;

	/**
	 * A pool may lend connections that died with the server, one after the other. No
	 * script has run on those.
	 */
	private static final int MOST_LOSSES = 6;

	/** The same history and the same plan, after which no further try makes sense. */
	private static final int MOST_REPETITIONS = 3;

	private final ServiceName subject;

	private final LockRetries lockRetries;

	private final FailureReport failures;

	private final BorrowedConnection work;

	private long progress;

	private int connectionsLost;

	private int connectionsLostInOnePlace;

	private int repetitions;

	/**
	 * Create a policy.
	 * @param lockRetries how often a batch that lost a wait for a lock is tried again
	 * @param history the history when the run begins
	 * @param waits takes who was in the way before each pause
	 */
	RetryPolicy(String service, int lockRetries, FailureReport failures, BorrowedConnection work, History history,
			Consumer<String> waits) {
		this.subject = new ServiceName(service);
		this.lockRetries = new LockRetries(lockRetries, failures.secrets(), waits);
		this.failures = failures;
		this.work = work;
		this.progress = progress(history);
	}

	/**
	 * Decide after a batch.
	 * @param batch what was executed
	 * @param result what it came to
	 * @param history the history that was read afterwards
	 * @param lost the connection that was lost on the way, if any
	 * @throws SlipwayException if the run ends
	 * @throws InterruptedException if the thread is interrupted during a pause
	 */
	void pauseOrThrow(Batch batch, BatchExecutor.Result result, History history, Outcome.@Nullable ConnectionLost lost)
			throws InterruptedException {
		Outcome outcome = result.outcome();
		countLostConnections(history, lost);
		if (Thread.currentThread().isInterrupted()) {
			throwIfCancelled(outcome, history);
		}
		if (outcome instanceof Outcome.Interrupted) {
			throw this.failures.interruptedBetweenStatements(null, history);
		}
		if (outcome instanceof Outcome.Succeeded) {
			resetCounters();
		}
		else if (outcome instanceof Outcome.ConnectionLost broken && !batch.isRetriable()) {
			throw this.failures.connectionLostInCallback(broken, history, String.valueOf(batch.label()));
		}
		else if (outcome instanceof Outcome.Contended contended) {
			if (!batch.isRetriable()) {
				throw this.failures.of(contended.unretried(), history, null);
			}
			pauseAfterContention(contended, result.blockers(), history);
		}
		else if (outcome instanceof Outcome.Refused || outcome instanceof Outcome.Failed) {
			throw this.failures.of(outcome, history, null, result.missingGrants());
		}
	}

	/**
	 * Pause when a batch has changed nothing, or end the run when that goes on. A wait
	 * for another process, and what is tried again for other reasons, has limits of its
	 * own.
	 * @param outcome what the batch came to
	 * @param before the plan that the batch was part of
	 * @param after the plan since
	 * @throws InterruptedException if the thread is interrupted during the pause
	 */
	void pauseOrThrowWithoutProgress(Outcome outcome, Plan before, Plan after) throws InterruptedException {
		if (!after.isSameAs(before)) {
			this.repetitions = 0;
		}
		else if (outcome instanceof Outcome.HistoryMoved || outcome instanceof Outcome.Succeeded) {
			this.repetitions++;
			if (this.repetitions >= MOST_REPETITIONS) {
				throw this.failures.noProgress(this.repetitions, after.history());
			}
			Thread.sleep(LockRetries.pauseAfter(this.repetitions).toMillis());
		}
	}

	private void countLostConnections(History history, Outcome.@Nullable ConnectionLost lost) {
		long now = progress(history);
		if (now != this.progress) {
			this.progress = now;
			resetCounters();
		}
		if (lost != null) {
			this.connectionsLost++;
			this.connectionsLostInOnePlace += (lost.label() != null) ? 1 : 0;
			if (this.connectionsLost >= MOST_LOSSES || this.connectionsLostInOnePlace >= MOST_LOSSES_IN_ONE_PLACE) {
				throw this.failures.connectionLost(lost, history);
			}
		}
	}

	/** Something else comes, a callback perhaps, of which the history says nothing. */
	private void resetCounters() {
		this.connectionsLost = 0;
		this.connectionsLostInOnePlace = 0;
		this.lockRetries.reset();
	}

	/** A statement that failed because it was cancelled for an interrupt. */
	private void throwIfCancelled(Outcome outcome, History history) {
		if (outcome instanceof Outcome.Failed failed && isCancelled(failed.cause())) {
			throw this.failures.cancelled(failed, history);
		}
		if (outcome instanceof Outcome.Refused refused && isCancelled(refused.cause())) {
			throw this.failures.interruptedBetweenStatements(refused.cause(), history);
		}
	}

	private static boolean isCancelled(Exception cause) {
		return cause instanceof SQLException refusal && SqlState.of(refusal).equals(SqlState.QUERY_CANCELED);
	}

	private void pauseAfterContention(Outcome.Contended contended, List<ServerSession> blockers, History history)
			throws InterruptedException {
		Contention contention = this.lockRetries.count(contended.cause(), blockers, this.work.connection());
		if (this.lockRetries.areUsedUp()) {
			throw this.failures.of(contended.unretried(), history, contention);
		}
		this.lockRetries.pause(this.subject + ": " + this.failures.describe(contended, history), contention);
	}

	/** A number that grows with each statement that any process has finished. */
	private static long progress(History history) {
		return history.lastId() + history.rows().stream().mapToLong(HistoryRow::statements).sum();
	}

	/** The pause after the first try. */
	static Duration firstPause() {
		return LockRetries.pauseAfter(1);
	}

}
