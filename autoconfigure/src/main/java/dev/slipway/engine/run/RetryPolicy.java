package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.ServerError;
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
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each batch whether the run goes on, pauses or ends. The one place that
 * does.
 */
final class RetryPolicy {

	private static final LineLog logger = LineLog.ofRuns();

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

	private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,9}\\b");

	/** A script that crashes its server must not do so for ever. */
	private static final int MOST_LOSSES_IN_ONE_PLACE = 2;

	/**
	 * A pool may lend connections that died with the server, one after the other. No
	 * script has run on those.
	 */
	private static final int MOST_LOSSES = 6;

	/** The same history and the same plan, after which no further try makes sense. */
	private static final int MOST_REPETITIONS = 3;

	private final String service;

	private final int lockRetries;

	private final FailureReport failures;

	private final BorrowedConnection work;

	private final Consumer<String> waits;

	private long progress;

	private int connectionsLost;

	private int connectionsLostInOnePlace;

	private int tries;

	private int repetitions;

	/**
	 * Create a policy.
	 * @param lockRetries how often a batch that lost a wait for a lock is tried again
	 * @param history the history when the run begins
	 * @param waits takes who was in the way before each pause
	 */
	RetryPolicy(String service, int lockRetries, FailureReport failures, BorrowedConnection work, History history,
			Consumer<String> waits) {
		this.waits = waits;
		this.service = service;
		this.lockRetries = lockRetries;
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
			Thread.sleep(pauseAfter(this.repetitions).toMillis());
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
		this.tries = 0;
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
		this.tries++;
		Contention contention = new Contention(this.tries,
				(blockers.isEmpty() ? suspects(contended.cause())
						: blockers.stream().map(ServerSession::toString).toList())
					.stream()
					.map(this.failures.secrets()::mask)
					.toList());
		if (this.tries > this.lockRetries) {
			throw this.failures.of(contended.unretried(), history, contention);
		}
		Duration pause = pauseAfter(this.tries);
		logger.warn(new ServiceName(this.service) + ": " + this.failures.describe(contended, history) + " "
				+ FailureReport.onOneLine(contention.describe()) + " Try " + (this.tries + 1) + " of "
				+ (this.lockRetries + 1) + " begins in " + pause.toMillis() + " ms.");
		this.waits.accept(contention.blockers().isEmpty() ? "a lock that others hold" : contention.blockers().get(0));
		Thread.sleep(pause.toMillis());
	}

	/**
	 * Who may have been in the way when nobody saw it: the sessions that the detail of a
	 * deadlock names, or those that hold locks on tables.
	 */
	private List<String> suspects(SQLException cause) {
		Connection connection = this.work.connection();
		return switch (SqlState.of(cause)) {
			case SqlState.LOCK_NOT_AVAILABLE ->
				ServerSession.suspects(connection).stream().map((suspect) -> "perhaps " + suspect).toList();
			case SqlState.DEADLOCK -> ServerSession.named(connection, numbers(ServerError.of(cause).detail()))
				.stream()
				.filter((session) -> session.user() != null)
				.map(ServerSession::toString)
				.toList();
			default -> List.of();
		};
	}

	/**
	 * Whatever the server's language, the detail holds process ids and other numbers. The
	 * first is that of the session itself, which need not be the one that is asked now
	 * behind a pooler.
	 */
	private static List<Integer> numbers(@Nullable String detail) {
		return NUMBER.matcher((detail != null) ? detail : "")
			.results()
			.map((number) -> Integer.valueOf(number.group()))
			.distinct()
			.skip(1)
			.toList();
	}

	/** A number that grows with each statement that any process has finished. */
	private static long progress(History history) {
		return history.lastId() + history.rows().stream().mapToLong(HistoryRow::statements).sum();
	}

	/** The pause after the first try. */
	static Duration firstPause() {
		return pauseAfter(1);
	}

	/**
	 * The pause after some tries: twice as long each time and of random length, so that
	 * those who wait for one another do not try at the same moments.
	 * @param tries how many, at least one
	 */
	private static Duration pauseAfter(int tries) {
		long doubled = Math.min(FIRST_PAUSE.toMillis() << Math.min(tries - 1, 10), LONGEST_PAUSE.toMillis());
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(doubled / 2, doubled + 1));
	}

}
