package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.postgres.Blockers;
import dev.slipway.engine.postgres.RunConnections;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what was lost is tried again, and pauses before it is: a connection, or
 * a wait for a lock.
 */
final class RetryPolicy {

	private static final LineLog logger = LineLog.ofRuns();

	private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,9}\\b");

	/** A script that crashes its server must not do so for ever. */
	private static final int MOST_LOSSES_IN_ONE_PLACE = 2;

	/**
	 * A pool may lend connections that died with the server, one after the other. No
	 * script has run on those.
	 */
	private static final int MOST_LOSSES = 6;

	/** How long a server may take to restart, or a standby to be promoted. */
	private static final Duration RECONNECTING = Duration.ofSeconds(30);

	/** The same history and the same plan, after which no further try makes sense. */
	private static final int MOST_REPETITIONS = 3;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

	private final MigratorOptions options;

	private final Situation situation;

	private final FailureReport failures;

	private final RunConnections connections;

	private long progress;

	private int losses;

	private int lossesInOnePlace;

	private int tries;

	private int repetitions;

	RetryPolicy(MigratorOptions options, Situation situation, FailureReport failures, RunConnections connections) {
		this.options = options;
		this.situation = situation;
		this.failures = failures;
		this.connections = connections;
		this.progress = situation.progress();
	}

	/**
	 * Read the history, on another connection where this one is lost: nobody else knows
	 * what became of a COMMIT that was not answered.
	 * @param lost how the connection was lost, {@code null} when it was not
	 */
	void read(Outcome.@Nullable ConnectionLost lost) throws InterruptedException {
		Outcome.ConnectionLost loss = (lost != null) ? lost : tryToRead();
		if (loss != null) {
			reconnect(loss);
		}
		if (this.situation.progress() != this.progress) {
			this.progress = this.situation.progress();
			forget();
		}
		if (loss != null) {
			this.losses++;
			this.lossesInOnePlace += (loss.migration() != null) ? 1 : 0;
			if (this.losses >= MOST_LOSSES || this.lossesInOnePlace >= MOST_LOSSES_IN_ONE_PLACE) {
				throw this.failures.connectionLost(loss, this.situation.history());
			}
		}
	}

	/** Something else comes, a callback perhaps, of which the history says nothing. */
	void forget() {
		this.losses = 0;
		this.lossesInOnePlace = 0;
		this.tries = 0;
	}

	/**
	 * Pause after a try that has changed nothing, or refuse to go on.
	 * @param result what it came to; a wait for others, and what is tried again for other
	 * reasons, has limits of its own
	 * @param same whether the history and the plan are the same after it
	 */
	void requireProgress(Outcome result, boolean same) throws InterruptedException {
		if (!same) {
			this.repetitions = 0;
			return;
		}
		if (!(result instanceof Outcome.HistoryMoved || result instanceof Outcome.Applied)) {
			return;
		}
		this.repetitions++;
		if (this.repetitions >= MOST_REPETITIONS) {
			throw this.failures.noProgress(this.repetitions, this.situation.history());
		}
		Thread.sleep(jitter(pause(this.repetitions)).toMillis());
	}

	private Outcome.@Nullable ConnectionLost tryToRead() {
		try {
			this.situation.read(this.connections.work());
			return null;
		}
		catch (DatabaseException ex) {
			if (ex.getReason() == Reason.UNREACHABLE) {
				return new Outcome.ConnectionLost(null,
						(ex.getCause() instanceof SQLException cause) ? cause : new SQLException(ex.getMessage(), ex));
			}
			throw ex;
		}
	}

	private void reconnect(Outcome.ConnectionLost lost) throws InterruptedException {
		logger.warn(subject() + " lost the connection to the database" + FailureReport.near(lost) + ": "
				+ FailureReport.onOneLine(this.failures.error(lost.cause())) + ". It connects again, for at most "
				+ RECONNECTING.toSeconds() + " s");
		long deadline = System.nanoTime() + RECONNECTING.toNanos();
		while (true) {
			this.connections.drop();
			try {
				this.situation.read(this.connections.work());
				logger.info(subject() + " is connected again, and goes on with what is not recorded");
				return;
			}
			catch (DatabaseException ex) {
				if (ex.getReason() != Reason.UNREACHABLE) {
					throw ex;
				}
				if (System.nanoTime() - deadline >= 0) {
					lost.cause().addSuppressed(ex);
					throw this.failures.connectionLost(lost, null);
				}
			}
			Thread.sleep(jitter(FIRST_PAUSE).toMillis());
		}
	}

	/**
	 * Pause before the next try, or refuse to go on.
	 * @param contended what was lost
	 * @param blockers who was seen in the way
	 */
	void retry(Outcome.Contended contended, List<ServerSession> blockers) throws InterruptedException {
		this.tries++;
		int most = this.options.timeouts().lockRetries();
		Contention contention = new Contention(this.tries,
				(blockers.isEmpty() ? suspects(contended.cause())
						: blockers.stream().map(ServerSession::toString).toList())
					.stream()
					.map(this.failures.secrets()::mask)
					.toList());
		if (this.tries > most) {
			this.failures.refuse(contended.loss(), this.situation.history(), contention);
		}
		Duration pause = jitter(pause(this.tries));
		logger.warn(subject() + ": " + this.failures.describe(contended, this.situation.history()) + " "
				+ contention.describe() + " Try " + (this.tries + 1) + " of " + (most + 1) + " begins in "
				+ pause.toMillis() + " ms.");
		Thread.sleep(pause.toMillis());
	}

	/**
	 * Who may have been in the way when nobody saw it: the sessions that the detail of a
	 * deadlock names, or whoever holds locks on tables.
	 */
	private List<String> suspects(SQLException cause) {
		Connection connection = this.connections.work().connection();
		return switch (String.valueOf(cause.getSQLState())) {
			case SqlState.LOCK_NOT_AVAILABLE ->
				Blockers.suspects(connection).stream().map((suspect) -> "perhaps " + suspect).toList();
			case SqlState.DEADLOCK -> Blockers.named(connection, numbers(ServerError.of(cause).detail()))
				.stream()
				.filter((session) -> session.user() != null)
				.map(ServerSession::toString)
				.toList();
			default -> List.of();
		};
	}

	/** Whatever the server's language, the detail holds process ids and other numbers. */
	private static List<Integer> numbers(@Nullable String detail) {
		return NUMBER.matcher((detail != null) ? detail : "")
			.results()
			.map((number) -> Integer.valueOf(number.group()))
			.distinct()
			.toList();
	}

	/** Twice as long each time, lest those who hold the lock and we march in step. */
	private static Duration pause(int tries) {
		long doubled = FIRST_PAUSE.toMillis() << Math.min(tries - 1, 10);
		return Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
	}

	private static Duration jitter(Duration pause) {
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
	}

	private String subject() {
		return SlipwayException.subject(this.options.service());
	}

}
