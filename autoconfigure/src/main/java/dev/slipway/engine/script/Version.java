package dev.slipway.engine.script;

import java.util.regex.Pattern;

/**
 * A migration's version. Versions compare as numbers, part by part: 10 comes after 9,
 * leading zeros mean nothing, and any number of digits fits.
 *
 * @param canonical the parts without leading zeros, joined by dots, for example {@code 7}
 * or {@code 20260101120000}
 */
public record Version(String canonical) implements Comparable<Version> {

	private static final Pattern FORM = Pattern.compile("\\d+(\\.\\d+)*");

	private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

	private static final Pattern DOT = Pattern.compile("\\.");

	/**
	 * Read a version.
	 * @param text digits, possibly in parts that dots separate
	 * @return the version, equal for texts that differ in leading zeros only
	 * @throws IllegalArgumentException if the text is no version
	 */
	public static Version of(String text) {
		if (!FORM.matcher(text).matches()) {
			throw new IllegalArgumentException("'" + text + "' is no version: digits, in parts separated by dots");
		}
		return new Version(LEADING_ZEROS.matcher(text).replaceAll(""));
	}

	@Override
	public int compareTo(Version other) {
		String[] mine = DOT.split(this.canonical);
		String[] theirs = DOT.split(other.canonical);
		for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
			int order = compareNumbers(mine[i], theirs[i]);
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(mine.length, theirs.length);
	}

	/** Compare digits without leading zeros: the longer number is the greater one. */
	private static int compareNumbers(String first, String second) {
		int order = Integer.compare(first.length(), second.length());
		return (order != 0) ? order : first.compareTo(second);
	}

	@Override
	public String toString() {
		return this.canonical;
	}

}
