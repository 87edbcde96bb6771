package dev.slipway.engine.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.slipway.engine.text.LineLog;

/**
 * Waits for something on the server by asking again and again, with pauses of random
 * length so that replicas do not poll at the same moments. No transaction is open during
 * a pause.
 */
public final class Poll {

	private static final LineLog logger = LineLog.of(Poll.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

	private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

	/** For what the server itself would wait for without an end. */
	private static final Duration LONGEST_WAIT = Duration.ofDays(365);

	private Poll() {
	}

	/**
	 * Wait while something lasts, for at most a year.
	 * @param condition whether it lasts
	 * @param waiting who waits for what, for the log
	 * @param detail what else the log is to say; asked for each line, and empty when
	 * there is nothing
	 * @throws E what the condition throws
	 * @throws InterruptedException if the thread was interrupted, which ends the wait
	 */
	public static <E extends Exception> void whileLasting(Condition<E> condition, String waiting,
			Supplier<String> detail) throws E, InterruptedException {
		whileLasting(condition, waiting, detail, System.nanoTime() + LONGEST_WAIT.toNanos());
	}

	/**
	 * Wait while something lasts.
	 * @param condition whether it lasts
	 * @param waiting who waits for what, for the log
	 * @param detail what else the log is to say; asked for each line, and empty when
	 * there is nothing
	 * @param deadline when to give up, as {@link System#nanoTime()} counts
	 * @return false when the deadline passed
	 * @throws E what the condition throws
	 * @throws InterruptedException if the thread was interrupted, which ends the wait
	 */
	public static <E extends Exception> boolean whileLasting(Condition<E> condition, String waiting,
			Supplier<String> detail, long deadline) throws E, InterruptedException {
		return whileLasting(condition, waiting, detail, deadline, (said) -> {
		});
	}

	/**
	 * Wait while something lasts.
	 * @param condition whether it lasts
	 * @param waiting who waits for what, for the log
	 * @param detail what else the log is to say; asked for each line, and empty when
	 * there is nothing
	 * @param deadline when to give up, as {@link System#nanoTime()} counts
	 * @param heard takes the detail of each line
	 * @return false when the deadline passed
	 * @throws E what the condition throws
	 * @throws InterruptedException if the thread was interrupted, which ends the wait
	 */
	public static <E extends Exception> boolean whileLasting(Condition<E> condition, String waiting,
			Supplier<String> detail, long deadline, Consumer<String> heard) throws E, InterruptedException {
		long begin = System.nanoTime();
		long nextReport = begin;
		while (condition.lasts()) {
			long now = System.nanoTime();
			if (now - deadline >= 0) {
				return false;
			}
			if (now - nextReport >= 0) {
				long seconds = Duration.ofNanos(now - begin).toSeconds();
				String more = detail.get();
				logger.info(waiting + ((seconds > 0) ? ", for " + seconds + " s now" : "")
						+ (more.isEmpty() ? "" : ": " + more));
				heard.accept(more);
				nextReport = now + REPORT_EVERY.toNanos();
			}
			Thread.sleep(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
		}
		return true;
	}

	/**
	 * What is waited for the end of.
	 *
	 * @param <E> what asking for it throws
	 */
	@FunctionalInterface
	public interface Condition<E extends Exception> {

		/**
		 * Return whether it lasts.
		 * @throws E if that cannot be told
		 */
		boolean lasts() throws E;

	}

}
