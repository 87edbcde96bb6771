package dev.slipway.testing;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the random choices of a run begin: what a system property says, or else another
 * number in each run.
 *
 * @param property the property's name
 * @param value the number
 */
public record Seed(String property, long value) {

	/**
	 * Return the seed of this run.
	 * @param property the property that repeats a run
	 */
	public static Seed of(String property) {
		return new Seed(property, Long.getLong(property, ThreadLocalRandom.current().nextLong(1_000_000)));
	}

	/**
	 * Return the option that repeats the run.
	 */
	@Override
	public String toString() {
		return "-D" + this.property + "=" + this.value;
	}

}
