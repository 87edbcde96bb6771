package dev.slipway.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits of tests for what other threads, processes and the server do. Whatever does not
 * come within a minute fails the test.
 */
public final class Waits {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private Waits() {
	}

	/**
	 * Wait until something holds.
	 */
	public static void until(Callable<Boolean> condition) {
		await().until(condition);
	}

	/**
	 * Wait until a value is as it has to be.
	 * @param value reads it
	 * @param condition says whether it is as it has to be
	 * @return the value
	 */
	public static <T> T until(Callable<T> value, Predicate<? super T> condition) {
		return await().until(value, condition::test);
	}

	/**
	 * Wait until a text has been printed.
	 * @param output what was printed up to now, such as Spring Boot's
	 * {@code CapturedOutput}
	 */
	public static void untilPrinted(CharSequence output, String text) {
		until(() -> output.toString().contains(text));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(LIMIT);
	}

}
