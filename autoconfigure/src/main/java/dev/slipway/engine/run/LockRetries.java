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
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tries of what others keep from a lock, and pauses between them.
 */
final class LockRetries {

	private static final LineLog logger = LineLog.ofRuns();

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

	private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,9}\\b");

	private final int retries;

	private final Secrets secrets;

	private final Consumer<String> waits;

	private int tries;

	/**
	 * Create a count.
	 * @param retries how often it is tried again
	 * @param secrets what must not be shown of the statements of others
	 * @param waits takes who was in the way before each pause
	 */
	LockRetries(int retries, Secrets secrets, Consumer<String> waits) {
		this.retries = retries;
		this.secrets = secrets;
		this.waits = waits;
	}

	/** Something else comes, which has all of its tries. */
	void reset() {
		this.tries = 0;
	}

	/**
	 * Count a try that has failed.
	 * @param cause what the server said
	 * @param blockers who was seen in the way; empty when nobody was
	 * @param connection a connection in autocommit mode, for the search for those who may
	 * have been
	 */
	Contention count(SQLException cause, List<ServerSession> blockers, Connection connection) {
		this.tries++;
		List<String> sessions = blockers.isEmpty() ? suspects(cause, connection)
				: blockers.stream().map(ServerSession::toString).toList();
		return new Contention(this.tries, sessions.stream().map(this.secrets::mask).toList());
	}

	/** Whether that was the last try. */
	boolean areUsedUp() {
		return this.tries > this.retries;
	}

	/**
	 * Say so, and pause.
	 * @param what what was rolled back, a sentence that begins with the service
	 * @param contention the try
	 * @throws InterruptedException if the thread is interrupted during the pause
	 */
	void pause(String what, Contention contention) throws InterruptedException {
		Duration pause = pauseAfter(this.tries);
		logger.warn(what + " " + FailureReport.onOneLine(contention.describe()) + " Try " + (this.tries + 1) + " of "
				+ (this.retries + 1) + " begins in " + pause.toMillis() + " ms.");
		this.waits.accept(contention.blockers().isEmpty() ? "a lock that others hold" : contention.blockers().get(0));
		Thread.sleep(pause.toMillis());
	}

	/**
	 * Who may have been in the way when nobody saw it: the sessions that the detail of a
	 * deadlock names, or those that hold locks on tables.
	 */
	private static List<String> suspects(SQLException cause, Connection connection) {
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

	/**
	 * The pause after some tries: twice as long each time and of random length, so that
	 * those who wait for one another do not try at the same moments.
	 * @param tries how many, at least one
	 */
	static Duration pauseAfter(int tries) {
		long doubled = Math.min(FIRST_PAUSE.toMillis() << Math.min(tries - 1, 10), LONGEST_PAUSE.toMillis());
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(doubled / 2, doubled + 1));
	}

}
