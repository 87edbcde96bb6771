package dev.slipway.engine.layout;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A migration's version. Versions compare as numbers, part by part: 10 comes after 9,
 * leading zeros and zero parts at the end mean nothing, and any number of digits fits.
 * Timestamps compare by time, whether they are a date alone or go on to a fraction of a
 * second: folders in which a tool began to write microseconds, or a person left the time
 * out, stay in the order of time.
 *
 * @param canonical the parts without leading zeros, joined by dots, for example {@code 7}
 * or {@code 20260101120000}
 */
public record Version(String canonical) implements Comparable<Version> {

	private static final Pattern FORM = Pattern.compile("\\d+(\\.\\d+)*");

	private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

	private static final Pattern ZERO_PARTS = Pattern.compile("(\\.0+)+$");

	private static final Pattern DOT = Pattern.compile("\\.");

	/** The digits of a timestamp from the year to the second. */
	private static final int TIMESTAMP = 14;

	/** Those of a date, and of a date with a time to the minute. */
	private static final Set<Integer> SHORTER_TIMESTAMPS = Set.of(8, 12);

	/**
	 * Read a version.
	 * @param text digits, possibly in parts that dots separate
	 * @return the version, equal for texts that differ in leading zeros or in zero parts
	 * at the end only
	 * @throws IllegalArgumentException if the text is no version
	 */
	public static Version of(String text) {
		if (!FORM.matcher(text).matches()) {
			throw new IllegalArgumentException("'" + text + "' is no version: digits, in parts separated by dots");
		}
		String significant = ZERO_PARTS.matcher(text).replaceFirst("");
		return new Version(LEADING_ZEROS.matcher(significant).replaceAll(""));
	}

	/** Read a version whose parts an underscore may separate, as in Flyway's names. */
	static Version ofParts(String text) {
		return of(text.replace('_', '.'));
	}

	/** Read a version whose separators mean nothing: those of a date and a time. */
	static Version ofDigits(String text) {
		return of(text.replace("-", "").replace("_", ""));
	}

	@Override
	public int compareTo(Version other) {
		return compare(other, true);
	}

	/** Compare as numbers alone, part by part, whether or not they are timestamps. */
	public int compareNumbers(Version other) {
		return compare(other, false);
	}

	private int compare(Version other, boolean byTime) {
		String[] mine = DOT.split(this.canonical);
		String[] theirs = DOT.split(other.canonical);
		for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
			int order = compareNumbers(mine[i], theirs[i], byTime);
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(mine.length, theirs.length);
	}

	/**
	 * Compare digits without leading zeros: the number with more digits before the point
	 * is the greater one.
	 */
	private static int compareNumbers(String first, String second, boolean byTime) {
		int order = Integer.compare(wholeDigits(first, byTime), wholeDigits(second, byTime));
		return (order != 0) ? order : first.compareTo(second);
	}

	private static int wholeDigits(String number, boolean byTime) {
		return (byTime && isTimestamp(number)) ? TIMESTAMP : number.length();
	}

	/**
	 * Return whether this is one number that is taken for a date, with a time or without.
	 */
	public boolean isTimestamp() {
		return this.canonical.indexOf('.') < 0 && isTimestamp(this.canonical);
	}

	/**
	 * Other lengths are those of seconds or milliseconds since 1970, or of a date and a
	 * count. What comes after the year need not be a date and a time: people count days
	 * from zero and seconds beyond sixty, or exchange the month and the day, and the
	 * order must not depend on that.
	 */
	private static boolean isTimestamp(String digits) {
		return (digits.length() >= TIMESTAMP || SHORTER_TIMESTAMPS.contains(digits.length()))
				&& (digits.startsWith("19") || digits.startsWith("20"));
	}

	@Override
	public String toString() {
		return this.canonical;
	}

}
