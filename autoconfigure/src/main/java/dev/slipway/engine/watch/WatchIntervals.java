package dev.slipway.engine.watch;

import java.time.Duration;

/**
 * When and how often to look at an attempt.
 *
 * @param first how long an attempt lasts before anybody looks
 * @param interval the time from one look to the next
 * @param report how long a statement runs before the log says so, and says it again
 */
record WatchIntervals(Duration first, Duration interval, Duration report) {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final Duration TWICE_LONG = Duration.ofSeconds(20);

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	/**
	 * Look before a wait for a lock is given up, and more than once.
	 * @param lockTimeout how long a statement waits for a lock, zero for no limit
	 */
	static WatchIntervals of(Duration lockTimeout) {
		if (lockTimeout.isZero()) {
			return new WatchIntervals(LONG, LONGEST_INTERVAL, LONG);
		}
		// A duration divides itself as a decimal number, which each file would pay.
		long nanoseconds = least(lockTimeout, TWICE_LONG).toNanos();
		return new WatchIntervals(Duration.ofNanos(nanoseconds / 2), interval(Duration.ofNanos(nanoseconds / 4)), LONG);
	}

	private static Duration interval(Duration wanted) {
		return (wanted.compareTo(SHORTEST_INTERVAL) < 0) ? SHORTEST_INTERVAL : least(wanted, LONGEST_INTERVAL);
	}

	private static Duration least(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
