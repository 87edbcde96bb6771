package dev.slipway.testing;

import java.util.Locale;

/**
 * The secrets of the tests. All have one stem, by which they are found in whatever the
 * tests have printed.
 */
public final class Canary {

	/** In two parts, so that no report of a test quotes it from here. */
	private static final String STEM = "hunter" + 2;

	private Canary() {
	}

	/**
	 * Return a secret.
	 */
	public static String value() {
		return STEM.toUpperCase(Locale.ROOT) + "x";
	}

	/**
	 * Return another secret.
	 * @param end what follows the stem
	 */
	public static String value(String end) {
		return STEM.toUpperCase(Locale.ROOT) + end;
	}

	/**
	 * Return whether a text has a secret in it, in any case.
	 */
	public static boolean isIn(String text) {
		return text.toLowerCase(Locale.ROOT).contains(STEM);
	}

}
