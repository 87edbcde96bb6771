package dev.slipway.engine.run;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between tries: twice as long each time and of random length, so that those
 * who wait for one another do not try at the same moments.
 */
final class RetryPause {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofSeconds(15);

	private RetryPause() {
	}

	/** The pause after the first try. */
	static Duration first() {
		return after(1);
	}

	/**
	 * The pause after some tries.
	 * @param tries how many, at least one
	 */
	static Duration after(int tries) {
		long doubled = Math.min(FIRST.toMillis() << Math.min(tries - 1, 10), LONGEST.toMillis());
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(doubled / 2, doubled + 1));
	}

}
